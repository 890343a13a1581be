import { HOW, WHAT, WHY } from './vocabulary.js';

/** How a folded question points back to what was said before it (追问). */
export interface FollowUp {
  /** It refers to earlier words: `那…呢`, `其中`, `这个`. */
  readonly refers: boolean;
  /** It has words that say little without earlier ones: `具体`, `什么时候`. */
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

/** What people say to the last answer before they ask on: `知道了,`. */
const ACKNOWLEDGED = /^(?:(?:知道|明白|了解|[好行嗯哦对])[了的吧啦]*[,。])+/;

const BEGINS_BY_ASKING = new RegExp(`^(?:多少|几|谁|哪|${WHAT}时候|${HOW}|${WHY}|有没有|能不能|是不是|可以)`);

/** Refers to what was said before. */
const REFERS =
  /^(?:[那这它他她]|还有|另外|再|其[中他]|上面|前面|刚才|具体|展开|详细|继续)|呢[?]?$|[这那][个些条几]|[该此]项|上述|其中|里[面头边]/;

/** Says little without what was said before, though it does not refer to it. */
const LEANS =
  /^(?:然后|接着|比如|例如|以后|后来|后面|现在|目前|去年|下一?步|接下来|今后|将来|未来|累计|合计|一共|总共|第)|哪[?]?$|这事|它|他们/;

/** Asks for nothing but what was left out: `还有吗`, `更多`. */
const MORE = /^(?:那|就)?(?:还有(?:别的|其他的?|更多|哪些)?|没了?|更多|别的|其他的?)(?:吗|呢|么|没有?)?[?。]*$/;

/** Asks what has become of a thing that was under way. */
const AFTERWARDS = /^那?(?:后来|之后|然后)(?:呢|怎么?样)?[?]?$/;

const OF_ANOTHER = /呢[?]?$/;

export function followUpOf(folded: string): FollowUp {
  const said = folded.replace(ACKNOWLEDGED, '');
  const refers = REFERS.test(said);
  const beginsByAsking = BEGINS_BY_ASKING.test(said);
  return {
    refers,
    leans: refers || beginsByAsking || LEANS.test(said),
    beginsByAsking,
    more: folded.length > 1 && MORE.test(folded),
    afterwards: AFTERWARDS.test(folded),
    ofAnother: OF_ANOTHER.test(folded),
  };
}
