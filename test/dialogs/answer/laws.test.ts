import { answeringLaws } from '../../support/answeringLaws.js';

describe('laws of answering, by a fifth of what the long run asks', () => answeringLaws(1 / 5));
