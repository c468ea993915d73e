import * as vscode from 'vscode';
import { documentSymbols } from '../../commands/documentSymbols.ts';

/** A function of a file. */
export interface FoundFunction {
  /** Qualified with its containers, such as `Basket.total`. */
  readonly name: string;
  /** Line numbers from 0; `endLine` is exclusive. */
  readonly startLine: number;
  readonly endLine: number;
}

const FUNCTIONS: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
]);

/** Symbol kinds that may hold a function, as in `const f = () => …`. */
const HOLDERS: ReadonlySet<vscode.SymbolKind> = new Set([vscode.SymbolKind.Variable, vscode.SymbolKind.Constant]);

/**
 * Delays between retries: opening the first file of a language starts its extension, which reports no symbols until it
 * is ready.
 */
const WAITS_MS = [300, 700, 1_500];

/**
 * Returns the functions, methods and constructors of a document, as its language extension reports them. A function
 * inside another one, or starting on a line of it, counts as part of it.
 *
 * @param isPatient waits for the language extension to start.
 */
export async function functionsOf(
  document: vscode.TextDocument,
  isPatient: boolean,
): Promise<readonly FoundFunction[]> {
  let symbols = await documentSymbols(document);
  for (const waitMs of isPatient ? WAITS_MS : []) {
    if (symbols.length > 0) break;
    await new Promise(resolve => setTimeout(resolve, waitMs));
    symbols = await documentSymbols(document);
  }
  const found: FoundFunction[] = [];
  collect(document, symbols, '', found);
  found.sort((one, other) => one.startLine - other.startLine);
  let end = 0;
  return found.filter(({ startLine, endLine }) => {
    if (startLine < end) return false;
    end = endLine;
    return true;
  });
}

function collect(
  document: vscode.TextDocument,
  symbols: readonly vscode.DocumentSymbol[],
  above: string,
  found: FoundFunction[],
): void {
  for (const { name, kind, range, children } of symbols) {
    const full = above === '' ? name : `${above}.${name}`;
    if (FUNCTIONS.has(kind) || (HOLDERS.has(kind) && holdsFunction(document, range))) {
      const endsBefore = range.end.character === 0 && range.end.line > range.start.line;
      found.push({ name: full, startLine: range.start.line, endLine: range.end.line + (endsBefore ? 0 : 1) });
    } else {
      collect(document, children, full, found);
    }
  }
}

/** Returns whether a constant holds a function, such as `const area = (width, height) => …`. */
function holdsFunction(document: vscode.TextDocument, range: vscode.Range): boolean {
  const head = document.getText(range).slice(0, 400);
  return /^[^=]*=\s*(?:async\s+)?(?:function\b|\([^()]*\)[^=;{]*=>|[\w$]+\s*=>)/.test(head);
}
