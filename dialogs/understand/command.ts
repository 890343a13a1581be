import { foldText } from '../../indexer/text/normalise.js';

/**
 * What is typed to the bot itself: ask for a person to take over, ask for the number of the conversation, or, from the
 * staff, answer the ticket of six letters and digits that a hand-over was given.
 */
export type Command =
  | { readonly name: 'handOff' }
  | { readonly name: 'where' }
  | { readonly name: 'reply'; readonly ticket: string; readonly words: string };

/** The command that a message as typed is; absent where it is a question. */
export function commandOf(typed: string): Command | undefined {
  const words = foldText(typed.trim());
  if (
    /^(我(要|想)|请|帮我|麻烦)?(转|找|接|要)(到|个|一下)?(人工|真人|客服)(服务|客服|坐席)?(吧|呀|啊)?[。.!]*$/.test(
      words,
    )
  )
    return { name: 'handOff' };
  if (/^会话编号[。.?]*$/.test(words)) return { name: 'where' };
  const reply = /^回复\s*([A-Za-z0-9]{6})[\s::,,]+([\s\S]+)$/.exec(typed.trim());
  return reply ? { name: 'reply', ticket: reply[1]!.toUpperCase(), words: reply[2]! } : undefined;
}
