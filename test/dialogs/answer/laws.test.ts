import { answeringLaws } from '../../support/answeringLaws.js';

describe('laws of answering, by a tenth of what the long run asks', () => answeringLaws(1 / 10));
