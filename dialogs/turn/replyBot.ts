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
import type { Library } from '../../indexer/library.js';
import { type Answer, type Quote, quotesOf } from '../answer.js';
import { converse, type Memory, open, START, type Turn } from '../conversation.js';
import { type Judgement, type Ledger, lackingOf, NO_LEDGER } from '../ledger.js';
import { maskPersonal, withoutMasks } from '../personalData.js';
import { startersOf } from '../starters.js';
import { wording } from '../wording.js';
import { activityOf } from './activity.js';
import { type Command, commandOf, conversationOf, NO_STAFF, requestOf, type Staff } from './handOff.js';
import { searchResult } from './messageExtension.js';
import { suggested } from './webChat.js';

/** Most characters of a message that is answered. */
const MOST_CHARACTERS = 4000;

/** What the bot works with. */
export interface Office {
  /** Asked at every turn, so that a new index is served without a restart. */
  readonly library: () => Library;
  readonly state: BotState;
  /** The address at which a citation opens in the whole letter; default none. */
  readonly linkOf?: (quote: Quote, activity: Activity) => string | undefined;
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
  private readonly library: () => Library;
  private readonly linkOf: NonNullable<Office['linkOf']>;
  private readonly ledger: Ledger;
  private readonly staff: Staff;
  private readonly paused: NonNullable<Office['paused']>;
  private readonly observe: NonNullable<Office['observe']>;

  constructor({
    library,
    state,
    linkOf = () => undefined,
    ledger = NO_LEDGER,
    staff = NO_STAFF,
    paused = () => undefined,
    observe = () => {},
  }: Office) {
    super();
    this.observe = observe;
    this.paused = paused;
    this.library = library;
    this.linkOf = linkOf;
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
    const library = this.library();
    const titles = library.corpus.replies.map(({ frame, id }) => frame.title?.value ?? id);
    const starters = startersOf(library).map((question) => ({ label: question, question }));
    await context.sendActivity({
      ...plain(wording.welcome(titles)),
      ...(context.activity.channelId === 'directline' && { suggestedActions: suggested(starters) }),
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
    const library = this.library();
    const before = await this.memory.get(context, START);
    const { answer, memory } = turnOf(context.activity, asked.trim(), before, library);
    const quotes = quotesOf(answer);
    await this.memory.set(context, { ...memory, asked: { question: text, quotes } });
    const id = randomUUID();
    this.ledger.answered({
      id,
      channel: context.activity.channelId,
      question: text,
      outcome: answer.outcome,
      ...(lackingOf(answer) && { lacking: lackingOf(answer)! }),
      replies: [...new Set(quotes.map(({ replyId }) => replyId))],
      corpus: library.corpus.fingerprint,
    });
    const masked = found.length > 0 || text !== asked;
    const sent = await context.sendActivity(
      activityOf(answer, library.index.replies, {
        channel: context.activity.channelId,
        id,
        linkOf: (quote) => this.linkOf(quote, context.activity),
        ...(masked && { notice: wording.personalDataNotice }),
      }),
    );
    if (sent?.id) this.ledger.sent(id, sent.id);
    const seconds = (performance.now() - start) / 1000;
    this.observe({ channel: context.activity.channelId, outcome: answer.outcome, seconds });
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
        const ticket = await this.staff.ask((number) => requestOf(memory, number), asker);
        await context.sendActivity(plain(ticket ? wording.staff.asked(ticket) : wording.staff.absent));
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
      const link = (quote: Quote) => this.linkOf(quote, context.activity);
      return { status: 200, body: searchResult(value, this.library(), link) };
    }
    if (name === 'message/submitAction') {
      const judgement = judgementOfInvoke(context.activity);
      if (judgement) this.ledger.judged(judgement);
      return { status: 200, body: {} };
    }
    return super.onInvokeActivity(context);
  }
}

/** Words that are shown as they stand, whatever stands in them. */
const plain = (text: string): Partial<Activity> => ({ type: ActivityTypes.Message, textFormat: 'plain', text });

/** A measure that was pressed is opened as it stands; anything else is a question. */
function turnOf({ value }: Activity, typed: string, memory: Memory, library: Library): Turn {
  const { replyId, start } = (value ?? {}) as { replyId?: unknown; start?: unknown };
  const opened =
    typeof replyId === 'string' && typeof start === 'number'
      ? open({ replyId, start }, typed, memory, library)
      : undefined;
  return opened ?? converse(typed, memory, library);
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
  const note = maskPersonal(noteOf(actionValue?.feedback)).text;
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
    return typeof read?.feedbackText === 'string' ? read.feedbackText.slice(0, MOST_NOTE) : '';
  } catch {
    return '';
  }
}
