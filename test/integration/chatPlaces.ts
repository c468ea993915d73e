import * as vscode from 'vscode';
import { silentLogger } from '../../src/core/logger.ts';
import type { Clock } from '../../src/core/clock.ts';
import { ChatPages } from '../../src/host/chat/chatPages.ts';
import type { ChatPicture } from '../../src/host/chat/chatPage.ts';
import type { PageHandlers } from '../../src/host/chat/pageHandlers.ts';
import { ReadingPlaces } from '../../src/host/chat/readingPlaces.ts';

/** Creates reading places that are not stored. */
export function noPlaces(clock: Clock): ReadingPlaces {
  return new ReadingPlaces({ get: () => undefined, update: () => Promise.resolve() }, clock, silentLogger);
}

/** Creates the pages of a chat; none is open yet. */
export function pagesOf(picture: ChatPicture, handlers: PageHandlers, clock: Clock): ChatPages {
  return new ChatPages({
    extensionUri: vscode.Uri.file('/'),
    picture,
    handlers,
    onTimeZone: () => undefined,
    clock,
    logger: silentLogger,
  });
}
