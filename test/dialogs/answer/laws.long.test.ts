import { answeringLaws } from '../../support/answeringLaws.js';

describe('laws of answering', () => answeringLaws(1));
