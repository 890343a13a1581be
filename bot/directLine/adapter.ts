import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import { wording } from '../../dialogs/render/wording.js';
import { setPeer } from '../../dialogs/turn/handOff.js';
import type { Conversation, Conversations } from './conversation.js';

/** Activity types that are not sent to clients. */
const INTERNAL: ReadonlySet<string> = new Set([
  ActivityTypes.Trace,
  ActivityTypes.InvokeResponse,
  ActivityTypes.ConversationUpdate,
]);

/** Milliseconds a message may wait for its turn; after that it is answered with `wording.busy`. */
const LATE = 15_000;

const say =
  (words: string) =>
  async (context: TurnContext): Promise<void> =>
    void (await context.sendActivity({ type: ActivityTypes.Message, textFormat: 'plain', text: words }));

/** Passes activities between our Direct Line and the bot, both in this process. */
export class DirectLineAdapter extends BotAdapter {
  private readonly conversations: Conversations;

  constructor(conversations: Conversations) {
    super();
    this.conversations = conversations;
  }

  /**
   * Runs one turn of the bot after all earlier ones of the conversation. A message that waited longer than `LATE`, and
   * one to a full conversation, get a notice instead of an answer.
   *
   * @param address rate-limit key of the client that posted it; default none
   */
  deliver(
    conversation: Conversation,
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
    address?: string,
  ): Promise<void> {
    const since = performance.now();
    return conversation.queue(async () => {
      const context = new TurnContext(this, activity);
      if (address !== undefined) setPeer(context, address);
      const isMessage = activity.type === ActivityTypes.Message;
      const late = isMessage && performance.now() - since > LATE;
      const turn = late ? say(wording.busy) : isMessage && conversation.full ? say(wording.full) : logic;
      await this.runMiddleware(context, turn);
    });
  }

  /** Tells the user that a message was left unanswered. */
  apologise(conversation: Conversation, activity: Partial<Activity>): Promise<void> {
    return this.deliver(conversation, activity, say(wording.unanswered));
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const conversation = this.conversations.open(context.activity.conversation.id);
    return activities.map((activity) => {
      if (INTERNAL.has(activity.type!)) return { id: '' };
      const outgoing: Partial<Activity> = {
        ...activity,
        from: { ...context.activity.recipient, role: 'bot' },
        replyToId: activity.replyToId ?? context.activity.id,
      };
      if (activity.type === ActivityTypes.Typing && !activity.text) {
        conversation.show(outgoing);
        return { id: '' };
      }
      return { id: conversation.post(outgoing).id! };
    });
  }

  override async updateActivity(context: TurnContext, activity: Partial<Activity>): Promise<ResourceResponse> {
    return { id: this.conversations.open(context.activity.conversation.id).post(activity).id! };
  }

  /** Does nothing: Direct Line cannot delete an activity. */
  override async deleteActivity(): Promise<void> {}

  /** Runs a turn in a conversation without an activity of the user, to write into it later. */
  async continueConversation(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const conversation = this.conversations.open(reference.conversation!.id);
    const activity = TurnContext.applyConversationReference(
      { type: ActivityTypes.Event, name: 'continueConversation' },
      reference,
      true,
    );
    await this.deliver(conversation, activity, logic);
  }
}
