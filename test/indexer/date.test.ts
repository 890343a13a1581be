import { readDate } from '../../indexer/text/date.js';

describe('a date', () => {
  it.each([
    ['2019年7月5日', '2019-07-05'],
    ['2025年 4 月 8日', '2025-04-08'],
    ['二〇二三年十月十二日', '2023-10-12'],
    ['二○○六年九月三十日', '2006-09-30'],
    ['2017-7-21', '2017-07-21'],
    ['答复时间: 2017.7.21', '2017-07-21'],
  ])('%s is %s', (printed, date) => expect(readDate(printed)).toBe(date));

  it('is not read of a month alone', () => expect(readDate('2019年7月')).toBeUndefined());
});
