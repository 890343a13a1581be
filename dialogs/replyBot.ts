import {
  type Activity,
  ActivityHandler,
  ActivityTypes,
  type BotState,
  type StatePropertyAccessor,
  type TurnContext,
} from 'botbuilder';
import type { Library } from '../indexer/library.js';
import { activityOf } from './activity.js';
import type { Quote } from './answer.js';
import { converse, type Memory, START } from './conversation.js';
import { wording } from './wording.js';

/** Most characters of a message that is answered. */
const MOST_CHARACTERS = 4000;

/** The bot: a message in, an answer out, the memory of the talk kept between turns. */
export class ReplyBot extends ActivityHandler {
  private readonly memory: StatePropertyAccessor<Memory>;

  /**
   * @param library asked at every turn, so that a new index is served without a restart
   * @param linkOf the address at which a citation opens in the whole letter; default none
   */
  constructor(
    library: () => Library,
    state: BotState,
    private readonly linkOf: (quote: Quote, activity: Activity) => string | undefined = () => undefined,
  ) {
    super();
    this.memory = state.createProperty<Memory>('memory');

    this.onMembersAdded(async (context, next) => {
      const added = context.activity.membersAdded?.some(({ id }) => id !== context.activity.recipient.id);
      if (added) {
        const titles = library().corpus.replies.map(({ frame, id }) => frame.title?.value ?? id);
        await context.sendActivity({
          type: ActivityTypes.Message,
          text: wording.welcome(titles),
          suggestedActions: {
            to: [],
            actions: wording.starters.map((title) => ({ type: 'imBack', title, value: title })),
          },
        });
      }
      await next();
    });

    this.onMessage(async (context, next) => {
      await this.reply(context, library());
      await state.saveChanges(context);
      await next();
    });
  }

  private async reply(context: TurnContext, library: Library): Promise<void> {
    const typed = (context.activity.text ?? '').trim();
    if (typed.length > MOST_CHARACTERS) {
      await context.sendActivity(wording.tooLong);
      return;
    }
    const { answer, memory } = converse(typed, await this.memory.get(context, START), library);
    await this.memory.set(context, memory);
    await context.sendActivity(
      activityOf(answer, library.index.replies, (quote) => this.linkOf(quote, context.activity)),
    );
  }
}
