/**
 * Words that the patterns of questions share, as sources of regular expressions on folded text; each is one group that
 * captures nothing. A word added here is understood wherever its kind is asked for.
 */

// ---- Clauses ---------------------------------------------------------------------------------------------------------

/** A character within a clause. */
export const INSIDE = '[^,;?\\u3002]';
/** Where a clause ends, and where a sentence does. */
export const STOP = '(?:$|[,;?\\u3002])';
export const END = '(?:$|[?\\u3002])';

// ---- Interrogatives (疑问词) ---------------------------------------------------------------------------------------

export const WHAT = '(?:什么|啥)';
export const WHO = '(?:谁|哪位)';
export const HOW = '(?:怎么|咋|如何|怎样)';
export const WHY = '(?:为什么|为啥|为何)';
export const WHERE = '(?:哪里?|哪儿|什么地方|啥地方)';
/** A point in time: `啥时候`, `哪一年`, `几月`. */
export const WHEN = '(?:什么时候|啥时候?|何时|何年|哪一?[年月天日]|几[月号])';

// ---- Numbers and measure words (量词) ---------------------------------------------------------------------------------

/** A digit or numeral from 1 to 10 that places one of several. */
export const ORDINAL = '(?:[一二三四五六七八九十]|\\d)';
/** A number of several things, 2 to 99, and no part of a larger one: `两`, `十二`, `28`. */
export const SEVERAL =
  '(?:(?<![一二三四五六七八九十百千万\\d])(?:[二三四五六七八九]?十[一二三四五六七八九]?|[两俩仨二三四五六七八九]|\\d{1,2}))';
/** What counts the items of a list: `三条`, `两大块`. */
export const MEASURE = '(?:大|个|条|项|件|点|样|种|类|方面|块|部分|桩|步|家|位|名|所|处|座|门)';

// ---- Persons, bodies, places -----------------------------------------------------------------------------------------

/** Offices and professions by which a person is asked for. */
export const PERSON = '(?:局长|主任|书记|[市县镇校院处科]长|负责人|经理|专家|教授|老师|医生|律师|院士)';
/** What firms and institutions are called. */
export const BODY =
  '(?:公司|企业|单位|机构|部门|医院|学校|[中小]学|大学|高校|银行|协会|团队|施工队|科室?|馆|店|厂|设计院|研究[院所]|合作社|商场|超市|平台|品牌|人家|老板)';
export const PLACE = '(?:国家|城市|地方|市|区(?![域别])|县|镇|乡|村|街道|小区|社区)';
/** An office of government that may answer: `哪个部门`. */
export const OFFICE = '(?:单位|部门|机构|机关|局|委|厅|家)';

// ---- Letters ---------------------------------------------------------------------------------------------------------

/** The letter that answers. */
export const REPLY = '(?:答复|回复|复函|回函|回信|办复|[这那封]信)';
/** What the letter answers. */
export const PROPOSAL = '(?:建议|提案|议案)';
export const DEPUTY = '(?:代表|委员)';

// ---- Word lists --------------------------------------------------------------------------------------------------------

/** A set of words from lines in which they stand parted by spaces. */
export const wordSet = (...lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(' ')));
