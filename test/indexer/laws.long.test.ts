import { parsingLaws } from '../support/parsingLaws.js';

describe('laws of the parse', () => parsingLaws({ composed: 150, random: 400 }));
