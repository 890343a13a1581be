import { growsAsTheText } from './support/growth.js';

jest.setTimeout(300_000);

describe('four times the text takes about four times as long', () => growsAsTheText(1));
