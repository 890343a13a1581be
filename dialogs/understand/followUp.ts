/** How a folded question points back to what was said before it (追问). */
export interface FollowUp {
  /** It says so: `那…呢`, `其中`, `这个`. */
  readonly refers: boolean;
  /** It has words that lean on something: `具体`, `什么时候`. */
  readonly leans: boolean;
  /** It begins with a question word. */
  readonly beginsByAsking: boolean;
  /** It asks for nothing but what was left out: `还有吗`. */
  readonly more: boolean;
  /** It asks what has become of a thing that was under way. */
  readonly afterwards: boolean;
  /** It ends in 呢: what was asked before is asked of something else. */
  readonly ofAnother: boolean;
}

/** What is said to the last answer before more is asked: `知道了,`. */
const ACKNOWLEDGED = /^(?:(?:知道|明白|了解|懂|好|行|嗯|哦|噢|可以|收到|对)[了的吧啦]*[,。])+/;

const QUESTION_WORDS = '多少|几|谁|哪|啥时候|什么时候|怎么|咋|如何|有没有|能不能|是不是|可以|为什么|为啥|为何';
const BEGINS_BY_ASKING = new RegExp(`^(?:${QUESTION_WORDS})`);
const LEANS = new RegExp(
  `^(?:那|还有|另外|再|它|他|她|这|其|上面|刚才|前面|其中|具体|展开|详细|继续|然后|接着|啥意思|什么意思|比如|例如|以后|后来|后面|现在|目前|去年|下一?步|接下来|今后|将来|未来|累计|合计|一共|总共|第|${QUESTION_WORDS})|(?:呢|哪)[??]?$|里面|里头|里边|当中|其中|这个|那个|这些|那些|这事|这条|那条|该|此|上述|它|他们|其`,
);

const MORE =
  /^(那|就)?(还有|另外还有|此外还有)?(吗|么|没有?|没了|别的|其他的?|其它的?|更多|哪些)?(了|吗|呢|么|没)?[??。]*$/;

/** What has become of a thing that was under way is asked for as what comes next. */
const AFTERWARDS = /^(那)?(后来|之后|然后|再往后)(呢|怎么样|咋样|怎样)?[?]?$/;

/** Said of what was said before. */
const REFERS =
  /^(那|还有|另外|再|它|他|她|这|其|上面|刚才|前面|其中|具体|展开|详细|继续)|呢[??]?$|(这|那)(个|些|条|几)|该|此|上述|其中|里面|里头|里边|当中/;

const OF_ANOTHER = /呢[??]?$/;

export function followUpOf(folded: string): FollowUp {
  const said = folded.replace(ACKNOWLEDGED, '');
  return {
    refers: REFERS.test(said),
    leans: LEANS.test(said),
    beginsByAsking: BEGINS_BY_ASKING.test(said),
    more: folded.length > 1 && MORE.test(folded),
    afterwards: AFTERWARDS.test(folded),
    ofAnother: OF_ANOTHER.test(folded),
  };
}
