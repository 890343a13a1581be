// Turning: an Activity in, an Activity out, the memory of the talk kept between; the only room that knows Bot Framework.
import { randomUUID } from 'node:crypto';
import {
  type Activity,
  ActivityHandler,
  ActivityTypes,
  type BotState,
  type InvokeResponse,
  type StatePropertyAccessor,
  TurnContext,
} from 'botbuilder';
import type { Answer } from '../answer/answer.js';
import { type Memory, START } from '../converse/conversation.js';
import { type Judgement, type Ledger, NO_LEDGER } from '../converse/ledger.js';
import { wording } from '../render/wording.js';
import { type Command, commandOf } from '../understand/command.js';
import { maskPersonal, withoutMasks } from '../understand/personalData.js';
import type { Engine, EngineQuestion } from './engine.js';
import { conversationOf, type HandOff, NO_STAFF, peerOf, requestOf, type Staff } from './handOff.js';
import { suggested } from './webChat.js';

/** Most characters of a message that is answered. */
const MOST_CHARACTERS = 4000;

/** What the bot works with. */
export interface BotDependencies {
  readonly engine: Engine;
  readonly state: BotState;
  /** Where citations open in the whole letter; default nowhere. */
  readonly originOf?: (activity: Activity) => string | undefined;
  /** Default keeps nothing. */
  readonly ledger?: Ledger;
  /** Default nobody. */
  readonly staff?: Staff;
  /** What everybody is told instead of an answer, while the bot is paused. */
  readonly paused?: () => string | undefined;
  /** Told of every turn that ended in an answer. */
  readonly observe?: (seen: TurnSeen) => void;
}

/** A turn as it is counted. */
export interface TurnSeen {
  readonly channel: string;
  readonly outcome: Answer['outcome'];
  readonly seconds: number;
}

/** The bot: a message in, an answer out, the memory of the talk kept between turns. */
export class ReplyBot extends ActivityHandler {
  private readonly memory: StatePropertyAccessor<Memory>;
  private readonly engine: Engine;
  private readonly originOf: NonNullable<BotDependencies['originOf']>;
  private readonly ledger: Ledger;
  private readonly staff: Staff;
  private readonly paused: NonNullable<BotDependencies['paused']>;
  private readonly observe: NonNullable<BotDependencies['observe']>;

  constructor({
    engine,
    state,
    originOf = () => undefined,
    ledger = NO_LEDGER,
    staff = NO_STAFF,
    paused = () => undefined,
    observe = () => {},
  }: BotDependencies) {
    super();
    this.observe = observe;
    this.paused = paused;
    this.engine = engine;
    this.originOf = originOf;
    this.ledger = ledger;
    this.staff = staff;
    this.memory = state.createProperty<Memory>('memory');

    this.onMembersAdded(async (context, next) => {
      if (isGreeted(context.activity)) await this.greet(context);
      await next();
    });
    this.onMessage(async (context, next) => {
      const pause = paused();
      if (pause) return void (await context.sendActivity(plain(pause)));
      await this.reply(context);
      await state.saveChanges(context);
      await next();
    });
    this.onEvent(async (context, next) => {
      const judgement = judgementOfEvent(context.activity);
      if (judgement) this.ledger.judged(judgement);
      await next();
    });
  }

  private async greet(context: TurnContext): Promise<void> {
    const pause = this.paused();
    if (pause) return void (await context.sendActivity(plain(pause)));
    const { titles, starters } = await this.engine.greeting();
    const buttons = starters.map((question) => ({ label: question, question }));
    await context.sendActivity({
      ...plain(wording.welcome(titles)),
      ...(context.activity.channelId === 'directline' && { suggestedActions: suggested(buttons) }),
    });
  }

  private async reply(context: TurnContext): Promise<void> {
    // Where several people talk, the bot is spoken to by its name.
    const typed = (TurnContext.removeRecipientMention(context.activity) ?? context.activity.text ?? '').trim();
    const { text, found } = maskPersonal(typed);
    const asked = withoutMasks(text);
    if (asked.length > MOST_CHARACTERS) {
      await context.sendActivity(plain(wording.tooLong));
      return;
    }
    // What staff write to an asker is theirs to say, their own telephone number too.
    const command = commandOf(this.staff.readsIn(context.activity.conversation.id) ? typed : asked);
    if (command) return this.obey(command, context);

    const start = performance.now();
    const { activity } = context;
    const opened = openedIn(activity);
    const origin = this.originOf(activity);
    const masked = found.length > 0 || text !== asked;
    const id = randomUUID();
    const answered = await this.engine.answer({
      typed: asked.trim(),
      kept: text,
      ...(opened && { opened }),
      memory: await this.memory.get(context, START),
      channel: activity.channelId,
      id,
      ...(origin && { origin }),
      ...(masked && { notice: wording.personalDataNotice }),
    });
    await this.memory.set(context, answered.memory);
    const { outcome, lacking, replies, corpus } = answered;
    this.ledger.answered({
      id,
      channel: activity.channelId,
      question: text,
      outcome,
      ...(lacking && { lacking }),
      replies,
      corpus,
    });
    const sent = await context.sendActivity(answered.activity);
    if (sent?.id) this.ledger.sent(id, sent.id);
    this.observe({ channel: activity.channelId, outcome, seconds: (performance.now() - start) / 1000 });
  }

  private async obey(command: Command, context: TurnContext): Promise<void> {
    const { activity } = context;
    switch (command.name) {
      case 'where':
        await context.sendActivity(plain(wording.staff.where(conversationOf(activity.conversation.id))));
        return;
      case 'handOff': {
        const memory = await this.memory.get(context, START);
        const asker = TurnContext.getConversationReference(activity);
        const outcome = await this.staff.ask((number) => requestOf(memory, number), asker, peerOf(context));
        await context.sendActivity(plain(handedOff(outcome)));
        return;
      }
      case 'reply': {
        if (!this.staff.readsIn(activity.conversation.id))
          return void (await context.sendActivity(plain(wording.staff.notHere)));
        const carried = await this.staff.reply(command.ticket, command.words);
        await context.sendActivity(
          plain(carried ? wording.staff.carried(command.ticket) : wording.staff.unknown(command.ticket)),
        );
      }
    }
  }

  /** Teams: its message extension and its feedback, which come as invokes. */
  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { name, value } = context.activity;
    if (name === 'composeExtension/query') {
      const pause = this.paused();
      if (pause) return { status: 200, body: { composeExtension: { type: 'message', text: pause } } };
      return { status: 200, body: await this.engine.search(value, this.originOf(context.activity)) };
    }
    if (name === 'message/submitAction') {
      const judgement = judgementOfInvoke(context.activity);
      if (judgement) this.ledger.judged(judgement);
      return { status: 200, body: {} };
    }
    return super.onInvokeActivity(context);
  }
}

/** What whoever asked for a person is told. */
function handedOff(outcome: HandOff): string {
  switch (outcome.kind) {
    case 'asked':
      return wording.staff.asked(outcome.ticket);
    case 'alreadyAsked':
      return wording.staff.alreadyAsked(outcome.ticket);
    case 'tooMany':
      return wording.staff.tooMany;
    case 'absent':
      return wording.staff.absent;
  }
}

/** Words that are shown as they stand, whatever stands in them. */
const plain = (text: string): Partial<Activity> => ({ type: ActivityTypes.Message, textFormat: 'plain', text });

/** The section pressed in an outline. */
function openedIn({ value }: Activity): EngineQuestion['opened'] {
  const { replyId, start } = (value ?? {}) as { replyId?: unknown; start?: unknown };
  return typeof replyId === 'string' && typeof start === 'number' ? { replyId, start } : undefined;
}

/**
 * Whom the bot greets: whoever opens the web page; in Teams a team or group it is added to. In a personal chat Teams
 * shows the prompts of the app, and a greeting beside them would be one too many.
 */
function isGreeted({ channelId, membersAdded = [], recipient, conversation }: Activity): boolean {
  if (channelId !== 'msteams') return membersAdded.some(({ id }) => id !== recipient.id);
  return conversation.conversationType !== 'personal' && membersAdded.some(({ id }) => id === recipient.id);
}

/** Web Chat sends the thumb that was pressed as an event; the answer's id is the thumb's. */
function judgementOfEvent({ name, entities }: Activity): Judgement | undefined {
  if (name !== 'webchat:activity-status/feedback') return undefined;
  const [action] = (entities ?? []) as { '@type'?: unknown; '@id'?: unknown }[];
  if (typeof action?.['@id'] !== 'string') return undefined;
  return { of: { answer: action['@id'] }, verdict: action['@type'] === 'LikeAction' ? 'like' : 'dislike' };
}

/** Teams names the message that was judged; what was written beside the thumb is JSON in a string. */
function judgementOfInvoke({ replyToId, value }: Activity): Judgement | undefined {
  const { actionName, actionValue } = (value ?? {}) as {
    actionName?: unknown;
    actionValue?: { reaction?: unknown; feedback?: unknown };
  };
  if (actionName !== 'feedback' || !replyToId) return undefined;
  const note = noteOf(actionValue?.feedback);
  return {
    of: { message: replyToId },
    verdict: actionValue?.reaction === 'like' ? 'like' : 'dislike',
    ...(note && { note }),
  };
}

/** Most characters kept of what was written beside a thumb. */
const MOST_NOTE = 1000;

function noteOf(feedback: unknown): string {
  try {
    const read = typeof feedback === 'string' ? (JSON.parse(feedback) as { feedbackText?: unknown }) : undefined;
    const text = typeof read?.feedbackText === 'string' ? read.feedbackText.slice(0, MOST_CHARACTERS) : '';
    // Masked before it is cut, lest half a number stays.
    return maskPersonal(text).text.slice(0, MOST_NOTE);
  } catch {
    return '';
  }
}
