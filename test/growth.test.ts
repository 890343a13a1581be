import { growsAsTheText } from './support/growth.js';

describe('four times the text takes about four times as long, by a twentieth of the shapes', () => growsAsTheText(20));
