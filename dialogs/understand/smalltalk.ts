import { foldText } from '../../indexer/text/normalise.js';

/** What a message is about that asks nothing of the replies. */
export type Topic = 'greeting' | 'thanks' | 'bye' | 'help' | 'who' | 'empty' | 'noise';

/** What is said when nothing is asked, on folded text without punctuation; the first row that fits decides. */
const TOPICS: readonly [Topic, RegExp][] = [
  [
    'greeting',
    /^(你好|您好|大家好|嗨|哈喽|哈啰|hi|hello|hey|早(上好|安)?|(上午|中午|下午|晚上)好|晚安|在吗?|在不在|有人吗?|有人在吗?|喂|你在吗|您在吗)[呀啊哦哈哟呢吗么]*(你好|您好)?$/,
  ],
  [
    'thanks',
    /^(好的?|行|嗯|ok|明白了?|知道了|收到|懂了|了解了?|可以)*(非常|太|十分|多)?((谢谢|感谢|多谢|谢了|谢啦|辛苦|麻烦(你|您)了|3q|thanks?|thankyou|thx)(你们?|您|了|啦)*)+(的?(解答|帮助|回答|回复)[呀啊哦哈了]*|[呀啊哦哈][呀啊哦哈了]*)?$/,
  ],
  ['bye', /^(再见|拜拜|回见|回头见|88|bye(bye)?|下次(聊|见)|先这样吧?|没(别的)?事了|没问题了|不问了|没有了)[了吧哈]*$/],
  [
    'who',
    /^(你|您)(到底)?(是|叫)(谁|啥|什么|哪位|什么名字|人|机器人|真人|ai|人工|人吗|机器人吗|真人吗|人还是机器)+(吗|呀|啊|还是.*)?$|^(介绍(一下)?(你|您)?自己|自我介绍(一下)?)$|^(是|你是)?(机器人|真人|人工)(吗|还是.*)?$/s,
  ],
  [
    'help',
    /^(帮助|help|使用(说明|帮助|方法)|功能|菜单|说明|怎么用|咋用|如何使用|怎么使用|能干(啥|什么)|你?(能|会|可以)(做|干|回答|帮我?做?|问|查)(些)?(什么|啥|哪些)(问题|事|忙)?|(我)?(能|可以)问(你|您)?(些)?(什么|啥|哪些)(问题)?|(有)?(什么|啥)功能|怎么(问|提问)|有啥用)[呢呀啊吗]*$/,
  ],
  [
    'thanks',
    /^(好的?|行|嗯+|哦|噢|ok|okay|明白了?|知道了?|收到|懂了|了解了?|可以|对|是的|没错|不错|很好|真棒|厉害|赞|牛)[吧的啊呀了哈啦哦]*$/,
  ],
  ['noise', /^(哈+|呵+|嘿+|嘻+|啊+|额+|呃+|嗯+|6+|\d{1,3}|[a-z]{1,2}|测试|test|试试|试一下|。+)$/],
];

/** The topic of a message that asks nothing of the replies. */
export function smalltalkOf(typed: string): Topic | undefined {
  const plain = foldText(typed).replace(/[\p{P}\p{S}]/gu, '');
  if (plain === '') return typed.trim() === '' ? 'empty' : 'noise';
  return TOPICS.find(([, rule]) => rule.test(plain))?.[0];
}
