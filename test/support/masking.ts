import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { MASKS, maskPersonal, withoutMasks } from '../../dialogs/understand/personalData.js';

const HOME = join(__dirname, '../..');

/** Letters without the telephones they give (022-58832816), and their sentences. */
const letters = ['corpus/replies', 'test/replies', 'test/letters'].flatMap((folder) =>
  readdirSync(join(HOME, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.txt'))
    .map((file) => readFileSync(join(HOME, folder, file), 'utf8').replace(/0\d{2,3}-\d{7,8}/g, '')),
);
const sentences = letters.flatMap((letter) => letter.split(/(?<=[。！？；;\n])/)).map((text) => text.trim());
/** A number that touches a digit or letter of its own script would be another number. */
const sentence = fc.constantFrom(...sentences.filter((text) => /^(?![\dA-Z]).+[^\dA-Z]$/i.test(text)));

const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''));
const one = (choices: string) => fc.constantFrom(...choices.split(' '));
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const twoDigits = (min: number, max: number) => number(min, max).map((text) => text.padStart(2, '0'));
const year = number(1990, 2035);
const [month, day] = [twoDigits(1, 12), twoDigits(1, 28)];

/** Check character by the definition of ISO 7064: the sum of all by their weights is 1 modulo 11. */
const withCheck = (number: string) =>
  number +
  [...'0123456789X'].find(
    (check) => [...number, check].reduce((sum, sign) => (sum * 2 + (sign === 'X' ? 10 : +sign)) % 11, 0) === 1,
  );
const withLuhn = (number: string) =>
  number +
  [...'0123456789'].find(
    (check) =>
      [...number, check].reverse().reduce((sum, sign, i) => sum + (i % 2 ? +'0246813579'[+sign]! : +sign), 0) % 10 ===
      0,
  );

/** Valid numbers of every kind. */
const NUMBERS = {
  identity: joined(one('110105 120101 330102 440305 659001 810000'), number(1940, 2019), month, day, digits(3)).map(
    withCheck,
  ),
  mobile: joined(one('13 14 15 16 17 18 19'), digits(9)),
  'with country code': joined(one('+86 0086 86'), one('13 15 18 19'), digits(9)),
  landline: joined(one('010 021 022 025 028 0755 0571 0311'), one('2 3 5 6 8'), digits(7)),
  bankCard: fc.oneof(joined(fc.constant('62'), digits(16)), joined(one('4 5'), digits(14))).map(withLuhn),
  travel: fc.oneof(joined(one('E G C H L'), one('0 3 4 5 6 7 8 9'), digits(7)), joined(one('EA EK CB'), digits(7))),
  plate: joined(one('京A 津B 粤Z 京AD 津AF'), digits(5)),
};

/** The ten digits as they may be typed. */
const SCRIPTS = [
  '0123456789',
  '０１２３４５６７８９',
  '〇一二三四五六七八九',
  '零幺两三四五六七八九',
  '零壹贰叁肆伍陆柒捌玖',
  '⓪①②③④⑤⑥⑦⑧⑨',
  '⓿❶❷❸❹❺❻❼❽❾',
  '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗',
  '٠١٢٣٤٥٦٧٨٩',
].map((script) => [...script]);
const SIGNS = [...' \u3000\t\n-－—.．·•,，、/_()（）*~～|…。:：〔〕"“=🙂'];
const INVISIBLE = [...'\u200b\u200d\u2060\ufeff\u00ad\u202e\ufe0f'];
const LETTERS = [(letter: string) => letter, (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)];

/** One script for all digits, or any for each. */
const script = fc.oneof(
  fc.constantFrom(...SCRIPTS).map((same) => () => same),
  fc.infiniteStream(fc.constantFrom(...SCRIPTS)).map((any) => () => any.next().value),
);
const signs = fc.array(fc.constantFrom(...SIGNS), { maxLength: 3 }).map((some) => some.join(''));
/** What stands before the digit at `i`: nothing, the same everywhere or between groups, anything. */
const between = fc.oneof(
  fc.constant(() => ''),
  signs.map((same) => () => same),
  signs.map((same) => (i: number) => (i === 3 || i === 7 || i === 11 ? same : '')),
  fc
    .infiniteStream(fc.oneof(signs, fc.constant(''), fc.constantFrom(...INVISIBLE)))
    .map((any) => () => any.next().value),
);
const disguised = (plain: fc.Arbitrary<string>) =>
  fc
    .tuple(plain, script, between, fc.constantFrom(...LETTERS))
    .map(([text, scriptOf, gapAt, letterOf]) =>
      [...text]
        .map((sign) => (/\d/.test(sign) ? scriptOf()[+sign] : /[A-Z]/.test(sign) ? letterOf(sign) : sign))
        .reduce((typed, sign, i) => typed + (i > 0 ? gapAt(i) : '') + sign, ''),
    );
const email = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9]{2,9}$/),
    one('@ ＠ ﹫ (at) [at] 艾特'),
    one('qq 163 example'),
    one('. ． 。 点 (dot)'),
  )
  .chain(([local, at, domain, dot]) =>
    fc.constantFrom('', ' ', '\u3000', '\u200b').map((blank) => `${local}${blank}${at}${blank}${domain}${dot}com`),
  );

const SEED = 20190705;
const percents = (rates: Record<string, number>) =>
  Object.entries(rates)
    .map(([of, rate]) => `${of} ${(100 * rate).toFixed(2)} %`)
    .join(', ');
const mapped = <T, U>(record: Record<string, T>, of: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));

/**
 * How much is masked of the numbers of persons, and of the figures of letters.
 *
 * @param count texts of every kind
 */
export function masksPersonsOnly(count: number): void {
  const sample = <T>(of: fc.Arbitrary<T>) => fc.sample(of, { numRuns: count, seed: SEED });
  const MASK = new RegExp(Object.values(MASKS).join('|'));
  /** Nothing is left but what stood before the number and what stood after it. */
  const isGone = ([before, , after]: readonly string[], left: string): boolean => {
    const parts = left.split(MASK);
    const isBare = parts.slice(1, -1).every((part) => !/[\p{L}\p{N}]/u.test(part));
    return parts.length > 1 && isBare && before!.startsWith(parts[0]!) && after!.endsWith(parts.at(-1)!);
  };

  it('at least 99 of 100 numbers of persons, of every kind in every disguise', () => {
    const kinds = { ...mapped(NUMBERS, disguised), email };
    const rates = mapped(kinds, (number) => {
      const typed = sample(fc.tuple(sentence, number, sentence));
      return typed.filter((parts) => isGone(parts, maskPersonal(parts.join('')).text)).length / typed.length;
    });
    process.stdout.write(`Masked, of ${count} each: ${percents(rates)}\n`);
    expect(Object.entries(rates).filter(([, rate]) => rate < 0.99)).toEqual([]);
  });

  /** Sums, shares, times and numbers as letters write them. */
  const sum = fc.oneof(
    joined(number(1, 99_999_999_999), one('元 万元 亿元 美元')),
    joined(number(1, 99_999), one('. ,'), digits(2), one('万元 亿元')),
    number(1_000_000, 99_999_999_999).map((text) => `${text.replace(/\B(?=(?:\d{3})+$)/g, ',')}元`),
    number(1000, 9_999_999).map((text) => `${text.replace(/\B(?=(?:\d{3})+$)/g, ' ')} 万元`),
  );
  const share = joined(number(0, 99), fc.constant('.'), digits(1), fc.constant('%'));
  const list = (item: fc.Arbitrary<string>, mark: string) =>
    fc.array(item, { minLength: 2, maxLength: 6 }).map((items) => items.join(mark));
  const date = fc
    .constantFrom('-', '.', '/', '')
    .chain((mark) => fc.tuple(year, month, day).map((all) => all.join(mark)));
  const time = fc.tuple(twoDigits(0, 23), twoDigits(0, 59)).map((all) => all.join(':'));
  const figure = fc.oneof(
    sum,
    list(share, '、'),
    list(number(1, 9999), '、').map((counts) => `分别为${counts}家`),
    list(fc.oneof(number(1, 9999), year), '|').map((cells) => `|${cells}万吨|`),
    joined(
      one('津政办发 国发 云教函'),
      one('〔 [ （').chain((open) => year.map((of) => open + of)),
      one('〕 ]'),
      number(1, 999),
      fc.constant('号'),
    ),
    fc.oneof(digits(4), joined(year, digits(4))).map((of) => `第${of}号建议`),
    list(digits(4), '、').map((of) => `第${of}号提案`),
    joined(one('YP CP HL'), digits(3), one('- /'), year, fc.constant('-'), digits(5)),
    list(year, '、').map((of) => `${of}年`),
    joined(year, one('- — ~ 至'), year, one('年 年度 规划')),
    date,
    joined(date, fc.constant(' '), time, fc.constant(':00')),
    list(joined(time, one('- — ~'), time), ','),
    joined(fc.constant('北纬39.'), digits(6), one(', 、'), fc.constant('东经117.'), digits(6)),
    one('12345 12315 110 96196 400-650-1234 8008101234 10086'),
  );

  it('less than 1 of 200 figures of letters', () => {
    const rates = mapped({ letters, sentences, made: sample(joined(sentence, figure, sentence)) }, (texts) => {
      const figures = texts.flatMap((text) => text.match(/\d+(?:[.,]\d+)*/g) ?? []).length;
      return texts.flatMap((text) => maskPersonal(text).found).length / figures;
    });
    process.stdout.write(`Masked, of figures: ${percents(rates)}\n`);
    expect(Object.entries(rates).filter(([, rate]) => rate > 0.005)).toEqual([]);
  });

  it('nothing, the second time', () => {
    const piece = fc.oneof(
      digits(1),
      one('138 86 0086 +86 022 58832816 13812345678 110105 19491231 002X 6222 400 2016-2020'),
      fc.constantFrom(...SIGNS, ...INVISIBLE, '+', '⑫', '一', '㎡'),
      one('电话 手机 卡号 身份证 护照 元 年 家 E EA 京A @ qq.com 打不通'),
      fc.constantFrom(...Object.values(MASKS)),
    );
    const typed = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(typed, (text) => {
        const masked = maskPersonal(text);
        expect(maskPersonal(masked.text)).toEqual({ text: masked.text, found: [] });
        expect(withoutMasks(masked.text)).not.toContain('隐去');
      }),
      { seed: SEED, numRuns: 3 * count },
    );
  });

  it.each(['1', '1 ', '0 1 ', '一三八', '+1', '(', 'a@', '京A1', '13812345678 ', '电话1 '])(
    'a message full of %j in a moment',
    (piece) => {
      const typed = piece.repeat(4000 / piece.length);
      const start = performance.now();
      maskPersonal(typed);
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );
}
