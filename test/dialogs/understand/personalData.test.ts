import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { MASKS, maskPersonal, type PersonalData, withoutMasks } from '../../../dialogs/understand/personalData.js';

const HOME = join(__dirname, '../../..');

describe('personal data in what is typed', () => {
  describe.each<[PersonalData, [typed: string, masked: string][]]>([
    [
      'identity',
      [
        ['我的身份证是11010519491231002X,能申请吗', '我的身份证是*,能申请吗'],
        ['身份证 110105 19491231 0021 申请', '身份证 * 申请'],
        ['身份证330102199001011234 25岁', '身份证* 25岁'],
        ['11010519491231002Ｘ', '*'],
        ['1101051949 1231002 ×', '* ×'],
        ['老的是110105491231002', '老的是*'],
        // A slip of the hand: no such month.
        ['身份证号110105194913310021', '身份证号*'],
      ],
    ],
    [
      'mobile',
      [
        ['打13812345678找我', '打*找我'],
        ['电话+86 138-1234-5678', '电话*'],
        ['008613812345678', '*'],
        ['(+86)13812345678', '*'],
        ['手机13812345678 2024年提的建议', '手机* 2024年提的建议'],
        ['13812345678 3号楼', '* 3号楼'],
        ['13812345678-8001', '*-8001'],
        ['Tel.13812345678', 'Tel.*'],
        ['v13812345678x', 'v*x'],
        ['13812345678元旦后再打', '*元旦后再打'],
        ['13812345678万先生', '*万先生'],
      ],
    ],
    [
      'mobile',
      [
        ['１３８１２３４５６７８', '*'],
        ['138　1234　5678', '*'],
        ['138.1234.5678', '*'],
        ['(138)1234-5678', '*'],
        ['138－1234－5678', '*'],
        ['138  1234\t5678', '*'],
        ['138……1234……5678', '*'],
        ['1 - 3 - 8 - 1 - 2 - 3 - 4 - 5 - 6 - 7 - 8', '*'],
        ['1\u200b3\u200b8\u200b12345678', '*'],
        ['1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣谢谢', '*谢谢'],
        ['①③⑧①②③④⑤⑥⑦⑧', '*'],
        ['❶❸❽❶❷❸❹❺❻❼❽', '*'],
        ['١٣٨١٢٣٤٥٦٧٨', '*'],
        ['一三八一二三四五六七八', '*'],
        ['幺三八、幺二三四、五六七八', '*'],
        ['壹叁捌壹贰叁肆伍陆柒捌', '*'],
        // Numerals that are words stay.
        ['唯一13812345678一直打不通', '唯一*一直打不通'],
        ['一三八一二三四五六七八一直打不通', '*一直打不通'],
        ['①13812345678', '①*'],
      ],
    ],
    [
      'telephone',
      [
        ['022-58832816怎么打不通', '*怎么打不通'],
        ['（022）5883 2816', '*'],
        ['02258832816转801', '*转801'],
        ['+86-22-58832816', '*'],
        ['0086 22 5883 2816', '*'],
        ['家里电话58832816', '家里电话*'],
        ['58832816是我的电话', '*是我的电话'],
        ['00852 9123 4567', '*'],
        ['+44 20 7946 0958', '*'],
      ],
    ],
    [
      'bankCard',
      [
        ['卡号6222 0212 3456 7890 128', '卡号*'],
        ['4111 1111 1111 1111', '*'],
        // A slip of the hand: the last digit is not Luhn's.
        ['卡号6222 0212 3456 7890 127', '卡号*'],
      ],
    ],
    [
      'travel',
      [
        ['护照E12345678', '护照*'],
        ['ea1234567', '*'],
        ['通行证 C 1234 5678', '通行证 *'],
        ['回乡证H1234567890', '回乡证*'],
        ['台胞证12345678', '台胞证*'],
        ['我的护照号是K1234567', '我的护照号是*'],
      ],
    ],
    [
      'plate',
      [
        ['京A12345', '*'],
        ['车牌京·AD12345被拍', '车牌*被拍'],
        ['粤 B 1 2 3 4 5', '*'],
        ['津ａ１２３４５一直违停', '*一直违停'],
        ['粤Z1234港', '*'],
      ],
    ],
    [
      'email',
      [
        ['发到zhang.san@example.com.cn吧', '发到*吧'],
        ['唯一zhang＠qq．com', '唯一*'],
        ['zhang @ qq . com', '*'],
        ['zhang(at)qq[dot]com', '*'],
        ['zhang艾特qq点com', '*'],
        ['zhang@qq。com。谢谢', '*。谢谢'],
        ['13812345678@163.com', '*'],
      ],
    ],
  ])('%s', (kind, cases) => {
    it.each(cases)('%s', (typed, masked) =>
      expect(maskPersonal(typed)).toEqual({ text: masked.replace('*', MASKS[kind]), found: [kind] }),
    );
  });

  it.each([
    ['13812345678/13912345678,110105194912310021', ['mobile', 'mobile', 'identity']],
    ['电话:58832816、58832817', ['telephone', 'telephone']],
    ['微信13812345678，邮箱a@b.cn，车京A12345', ['mobile', 'email', 'plate']],
    // Digits that all stand apart do not say where one number ends.
    ['2 0 1 9 1 3 8 1 2 3 4 5 6 7 8', ['mobile']],
  ])('%s has several', (typed, kinds) => {
    const { text, found } = maskPersonal(typed);
    expect(found).toEqual(kinds);
    expect(text).not.toMatch(/\d{2}/);
  });

  it.each([
    '2018年投入1234567890元',
    '决算13,812,345,678.90元',
    '面积13812345678平方米',
    '累计达963 家和598 家',
    '分别为1350、1820、156家',
    '分别增长13.5%、18.2%、15.6%、12%',
    '第20190705号建议',
    '津政办发〔2019〕5号',
    '第0349、0350、0351号建议',
    '索引号CP0350/2024-00618',
    '电话2016-2020年一直不通',
    '2019-07-05 10:30:25',
    '08:00-12:00,14:00-17:30',
    '3.14159265358979323846',
    '北纬39.084158,东经117.200983',
    '39.084158,117.200983',
    '1 2 3 4 5 6 7 8 9 10 11',
    '一、二、三、四、五、六、七、八、九、十',
    '58832816',
    '12345热线',
    '请打110、12315、96196',
    '电话400-650-1234',
    '京津冀2019年',
    '6222 0212 3456 7890 127',
  ])('%s has none', (typed) => expect(maskPersonal(typed)).toEqual({ text: typed, found: [] }));

  it('leaves what was typed beside it letter for letter', () => {
    expect(maskPersonal('ＡＢＣ１２３，\u200b㎡…13812345678\u200b…①二').text).toBe(
      `ＡＢＣ１２３，\u200b㎡…${MASKS.mobile}…①二`,
    );
  });

  it('lets a question about a telephone be understood', () => {
    expect(withoutMasks(maskPersonal('022-58832816怎么打不通').text)).toBe('电话怎么打不通');
    expect(withoutMasks(maskPersonal('13812345678,有哪些答复').text)).toBe(' ,有哪些答复');
  });
});

// ---- How much is masked ---------------------------------------------------------------------------------------------

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
const sample = <T>(of: fc.Arbitrary<T>) => fc.sample(of, { numRuns: 1000, seed: SEED });
const percents = (rates: Record<string, number>) =>
  Object.entries(rates)
    .map(([of, rate]) => `${of} ${(100 * rate).toFixed(2)} %`)
    .join(', ');
const mapped = <T, U>(record: Record<string, T>, of: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));

describe('how much is masked', () => {
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
    process.stdout.write(`Masked, of 1,000 each: ${percents(rates)}\n`);
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
      { seed: SEED, numRuns: 3000 },
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
});
