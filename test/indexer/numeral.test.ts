import { inDigits, readOrdinal } from '../../indexer/text/numeral.js';

describe('an ordinal', () => {
  it.each([
    ['零', 0],
    ['三', 3],
    ['两', 2],
    ['俩', 2],
    ['仨', 3],
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['二十一', 21],
    ['九十九', 99],
    ['12', 12],
    ['05', 5],
  ])('%s is %d', (numeral, value) => expect(readOrdinal(numeral)).toBe(value));

  it.each(['', '百', '一百', '二三', '十零', '十十', '几', '三是', '1a'])('%p is none', (numeral) =>
    expect(readOrdinal(numeral)).toBeNaN(),
  );
});

describe('a number in digits', () => {
  it.each([
    ['五千万', '5000万'],
    ['三十二家', '32家'],
    ['一百零八', '108'],
    ['两千零二十', '2020'],
    ['九千九百九十九', '9999'],
    ['百十', '110'],
    ['二十万亿元', '20万亿元'],
  ])('%s is %s', (word, printed) => expect(inDigits(word)).toBe(printed));

  it.each([
    ['三家', 'one character'],
    ['五万', 'one character before its unit'],
    ['七八', 'an estimate, digit beside digit'],
    ['二〇二三', 'a year'],
    ['五千万五', 'goes on behind its unit'],
    ['家三十', 'stands behind another word'],
    ['32家', 'printed so already'],
  ])('%s is none: %s', (word) => expect(inDigits(word)).toBeUndefined());
});
