import fc from 'fast-check';
import { maskPersonal, withoutMasks } from '../../dialogs/personalData.js';

describe('personal data in what is typed', () => {
  it.each([
    ['我的身份证是11010519491231002X,能申请吗', '我的身份证是〔身份证号已隐去〕,能申请吗'],
    ['身份证 110105 19491231 0021 申请', '身份证 〔身份证号已隐去〕 申请'],
    ['打13812345678找我', '打〔手机号已隐去〕找我'],
    ['电话+86 138-1234-5678', '电话〔手机号已隐去〕'],
    ['１３８１２３４５６７８', '〔手机号已隐去〕'],
    ['卡号6222 0212 3456 7890 128', '卡号〔银行卡号已隐去〕'],
    ['卡号4111 1111 1111 1111', '卡号〔银行卡号已隐去〕'],
    ['手机13812345678 2024年提的建议', '手机〔手机号已隐去〕 2024年提的建议'],
    ['13812345678 3号楼', '〔手机号已隐去〕 3号楼'],
    ['13812345678-8001', '〔手机号已隐去〕-8001'],
    ['身份证330102199001011234 25岁', '身份证〔身份证号已隐去〕 25岁'],
    ['Tel.13812345678', 'Tel.〔手机号已隐去〕'],
    ['v13812345678x', 'v〔手机号已隐去〕x'],
    ['发到zhang.san@example.com.cn吧', '发到〔电子邮箱已隐去〕吧'],
  ])('%s', (typed, masked) => expect(maskPersonal(typed).text).toBe(masked));

  it.each([
    '2018年投入1234567890元',
    '累计达963 家和598 家',
    '022-58832816怎么打不通',
    '第20190705号建议',
    '3.14159265358979323846',
    '12345热线',
    '6222 0212 3456 7890 127',
  ])('%s has none', (typed) => expect(maskPersonal(typed)).toEqual({ text: typed, found: [] }));

  it('is gone however it is wrapped, and masking again changes nothing', () => {
    const phone = fc
      .tuple(fc.constantFrom('13', '15', '18', '19'), fc.stringMatching(/^\d{9}$/))
      .map((parts) => parts.join(''));
    const words = fc.string({ unit: fc.constantFrom('问', '我', ',', '。', 'a', ' ') });
    fc.assert(
      fc.property(words, phone, words, (before, number, after) => {
        const { text, found } = maskPersonal(`${before}${number}${after}`);
        expect(text).not.toContain(number);
        expect(found).toEqual(['phone']);
        expect(maskPersonal(text)).toEqual({ text, found: [] });
        expect(withoutMasks(text)).not.toContain('隐去');
      }),
    );
  });
});
