import { foldText } from '../../indexer/text/normalise.js';

/** What a message that asks nothing of the replies is; `noise` is input without meaning. */
export type Topic = 'greeting' | 'thanks' | 'bye' | 'help' | 'who' | 'empty' | 'noise';

/** What people say that asks nothing, on folded text without punctuation; the first row that matches decides. */
const TOPICS: readonly [Topic, RegExp][] = [
  [
    'greeting',
    /^([你您]好|大家好|嗨|哈[喽啰]|hi|hello|早(上好|安)?|([上中下]午|晚上)好|[你您]?在(不在)?|有人在?|喂)[呀啊哦哈哟呢吗么]*([你您]好)?$/,
  ],
  [
    'thanks',
    /^(好的?|行|嗯|ok|明白了?|知道了|收到|懂了|了解了?|可以)*(非常|太|十分|多)?((谢谢|感谢|多谢|谢[了啦]|辛苦|麻烦[你您]了|thank(s|you))(你们?|您|了|啦)*)+(的?(解答|帮助|回答|回复)[呀啊哦哈了]*|[呀啊哦哈][呀啊哦哈了]*)?$/,
  ],
  ['bye', /^(再见|拜拜|回头见|bye(bye)?|下次[聊见]|先这样|没(别的)?事了|没问题了|不问了|没有了)[了吧哈]*$/],
  [
    'who',
    /^[你您](到底)?[是叫](谁|什么|啥|哪位|名字|人|机器人|真人|人工|ai)+(吗|呀|啊|还是.*)?$|^(介绍(一下)?[你您]?自己|自我介绍(一下)?)$|^是?(机器人|真人|人工)(吗|还是.*)?$/s,
  ],
  [
    'help',
    /^(帮助|help|使用(说明|帮助|方法)|功能|(怎么|咋|如何)(使用|用|问|提问)|你?(能|会|可以)(做|干|回答|帮我?做?|问|查)些?(什么|啥|哪些)(问题|事|忙)?|我?(能|可以)问[你您]?些?(什么|啥|哪些)(问题)?|有?(什么|啥)功能)[呢呀啊吗]*$/,
  ],
  [
    'thanks',
    /^(好|行|嗯+|[哦噢]|ok|明白|知道|收到|懂了|了解|可以|对|是的|没错|不错|很好|真棒|厉害|赞)[吧的啊呀了哈啦哦]*$/,
  ],
  ['noise', /^([哈呵嘿嘻啊额呃]+|6+|\d{1,3}|[a-z]{1,2}|测试|test|试一?[试下])$/],
];

/** The topic of a typed message that asks nothing of the replies; absent where it may be a question. */
export function smalltalkOf(typed: string): Topic | undefined {
  const plain = foldText(typed).replace(/[\p{P}\p{S}]/gu, '');
  if (plain === '') return typed.trim() === '' ? 'empty' : 'noise';
  return TOPICS.find(([, rule]) => rule.test(plain))?.[0];
}
