/** Closes the connection if a fetch that ignores its signal still resolves later. */
export function letGoLater(response: Promise<Response>): void {
  response.then(({ body }) => body?.cancel()).catch(ignoreLateFailure);
}

function ignoreLateFailure(): void {}
