import type { Clock } from '../../src/core/clock.ts';
import type { Session } from '../../src/core/conversation/session.ts';
import { Asker } from '../../src/host/chat/asker.ts';
import type { ChatParts } from '../../src/host/chat/chatParts.ts';
import type { Composer } from '../../src/host/chat/composer.ts';
import { CostCheck } from '../../src/host/chat/costCheck.ts';
import { SecretCheck } from '../../src/host/chat/secretCheck.ts';
import { TurnButtons } from '../../src/host/chat/turnButtons.ts';
import { turnView } from '../../src/host/chat/turnView.ts';
import { expectFree } from './expectations.ts';
import { noPlaces } from './chatPlaces.ts';
import { noCode } from './noCode.ts';
import { NO_CONTEXT } from './noContext.ts';

/** Returns the parts of a chat with a key, whose questions are free and sent at once; tests override some parts. */
export function everydayChat(session: Session, composer: Composer, clock: Clock): Omit<ChatParts, 'view'> {
  return {
    session,
    composer,
    decideSecrets: new SecretCheck().decide,
    costCheck: new CostCheck(expectFree, () => undefined),
    expect: expectFree,
    suggestions: {},
    code: noCode,
    context: NO_CONTEXT,
    turnButtons: options => new TurnButtons(options),
    turnView,
    expand: question => Promise.resolve(question),
    clock,
    modelProblem: () => null,
    surroundings: () => ({
      setup: { hasCredentials: true, host: 'example.com' },
      sendKey: 'enter',
      recent: [],
    }),
    priceOf: () => undefined,
    allowHost: () => Promise.resolve(false),
    enterPrice: () => Promise.resolve(false),
    places: noPlaces(clock),
  };
}

/** Creates the asker of a conversation and the handlers of the buttons under its turns. */
export function askerWithButtons(
  session: Session,
  composer: Composer,
  costCheck = new CostCheck(expectFree, () => undefined),
): { readonly asker: Asker; readonly buttons: TurnButtons } {
  const showComposer = (): Promise<void> => Promise.resolve();
  const asker = new Asker({
    session,
    composer,
    expand: asked => Promise.resolve(asked),
    decideSecrets: new SecretCheck().decide,
    costCheck,
    showComposer,
  });
  const buttons = new TurnButtons({
    session,
    composer,
    asker,
    shown: turn => turn,
    host: () => 'example.com',
    allowHost: () => Promise.resolve(false),
    enterPrice: () => Promise.resolve(false),
    showComposer,
  });
  return { asker, buttons };
}
