/** Questions that no reply answers: on other matters, for an opinion, on the asker's own case. */
const OUTSIDE: readonly ['elsewhere' | 'opinion' | 'personal', RegExp][] = [
  [
    'elsewhere',
    /(天气|气温)(怎么样|如何|预报|咋样)|[今明后]天[^,。]{0,4}(几度|天气|下雨)|讲[个一](笑话|故事)|[写作来]一?[首篇段个](诗|作文|歌|小说|代码|文案|情书)|唱[首个]歌|现在几点|今天(星期|周|几号|礼拜)|彩票|翻译(一下|成)|陪我聊|你(多大|几岁|结婚|吃饭)|推荐[个一](餐厅|饭店|酒店|电影|股票)|(忽略|无视|忘掉|忘记)[^,。]{0,8}(指令|指示|规则|要求|设定|内容)|系统提示|提示词|prompt/,
  ],
  [
    'opinion',
    /[你您](觉得|认为|怎么看|的(看法|观点|意见|评价|立场))|(评价|点评)一?下|(靠谱|有用|满意|合理|真诚|敷衍|应付|糊弄|忽悠|走过场|形式主义)[吗不吧么没]|是不是在?(敷衍|忽悠|糊弄|应付|画饼|官话|套话|空话)|[写答回]得(好|怎么样|咋样|如何|认真)|几分|值不值|该不该/,
  ],
  [
    'personal',
    /[帮替给](我|俺|忙)(看看|看下|看一下|办|弄|安排|解决|落实|查|申请|申报|报名|登记|处理|催|投诉|举报|转|联系|反映|填|交|问)(?!一下这)|(我|俺|咱家|我们(公司|单位|厂|店|家|村|小区))[^?。]{0,60}(到哪一?步|批(下来)?了?[吗没]|没(通过|到账|消息|结果)|被(驳回|拒)|到账了?[吗没]|卡在哪|什么时候能?(批|到账|拿到|下来))|(能|能否|可以|给|会|肯)[帮给赔补报退替让](我(?!们|市|县|区|省|国|校|院)|俺|[她他](?!们)|我们家)|赔(我|俺)|(我|俺)[^?。]{0,50}(给不给[赔报补退]|赔不赔|找谁[要赔算]|能[报赔退]不)|(我|俺)(这种|这个|这样的)(情况|条件|人)|(我|俺)(能|可以|够|符合|有资格)(不能|吗|申请|拿|领|享受|报)|我这.{1,8}能不能|我[这那]个(案子|官司|罚单)|(我|俺|咱)家?的?(岳父|岳母|舅|姑|姨|叔|伯|爷爷|奶奶|外公|外婆|姥|老公|老婆|儿子|女儿|孩子|娃|爸|妈|爹|娘)[^?。]{0,60}(能(不能)?[撤退赔报补算减上进读转入]|谁[给来]|怎么办)|我该(怎么|去)|我[要想](投诉|举报|告)|通融/,
  ],
];

/** Why no reply answers a question, and the words that show it. A good hit overrules all but `elsewhere`. */
export interface OutOfScope {
  readonly why: 'elsewhere' | 'opinion' | 'personal';
  readonly words: string;
}

/** Reads a folded question; absent where a reply may answer it. */
export function outOfScopeOf(folded: string): OutOfScope | undefined {
  for (const [why, rule] of OUTSIDE) {
    const match = rule.exec(folded);
    if (match) return { why, words: match[0] };
  }
  return undefined;
}
