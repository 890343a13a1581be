import { masksPersonsOnly } from '../../support/masking.js';

describe('how much is masked', () => masksPersonsOnly(1000));
