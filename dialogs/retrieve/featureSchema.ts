/** The lexical evidence that a sentence answers a question; each in [0, 1] unless said otherwise. */
export interface Features {
  /** BM25 of the sentence over grams, relative to the best candidate. */
  readonly bm25: number;
  /** The same divided by what the question could reach at most. */
  readonly bm25OfPossible: number;
  /** The index's score of the passage, relative to the best. */
  readonly passage: number;
  /** Share of the question's units in the sentence, weighted by rarity. */
  readonly coverage: number;
  /** The same with the sentence before, and with the one after. */
  readonly coverageWithPrevious: number;
  readonly coverageWithNext: number;
  /** Coverage with rarity measured inside the text: what tells this sentence from the others. */
  readonly coverageInText: number;
  /** Coverage above the passage's best other sentence, [-1, 1]. */
  readonly coverageGap: number;
  /** Longest common subsequence over the question's length. */
  readonly order: number;
  /** Longest common substring over the question's length. */
  readonly run: number;
  /** 1 when the matched units stand side by side, towards 0 when they are spread. */
  readonly proximity: number;
  /** The words left and right of the interrogative occur. */
  readonly left: number;
  readonly right: number;
  /** Share of the asked kinds of value that occur; 0 when none is asked. */
  readonly slot: number;
  /** A value of an asked kind within 12 characters of a matched unit. */
  readonly slotNear: number;
  /** A kind of value is asked and the sentence holds none. */
  readonly slotMissing: number;
  /** Share of the question's numbers, and of its Latin words, that occur. */
  readonly numbers: number;
  readonly latin: number;
  /** Share of the question's bigrams, and of its characters, that occur, weighted by rarity. */
  readonly bigrams: number;
  readonly characters: number;
  /** Length in units of 100 characters, at most 3. */
  readonly length: number;
  /** Fewer than 12 characters. */
  readonly short: number;
  /** First in the passage. */
  readonly first: number;
  /** Place in the passage: 0 first, 1 last. */
  readonly place: number;
  /** Coverage, order, run, bigrams and coverage in the passage, each over the best candidate's. */
  readonly coverageRelative: number;
  readonly orderRelative: number;
  readonly runRelative: number;
  readonly bigramsRelative: number;
  readonly coverageInTextRelative: number;
  /** Share of the question's grams, weighted by how few sentences of the passage have them; and over the best's. */
  readonly gramsInText: number;
  readonly gramsInTextRelative: number;
  /** The same of the sentence with the one before it. */
  readonly gramsWithPrevious: number;
  readonly gramsWithPreviousRelative: number;
  /** A value of the asked kind in the sentence that tells the passage's own part of the question. */
  readonly slotInText: number;
  /** The best of its passage by coverage; of the index's first passage. */
  readonly bestInText: number;
  readonly firstText: number;
  /** A value of the asked kind, kind by kind; 0 when that kind is not asked. */
  readonly holdsDate: number;
  readonly holdsCount: number;
  readonly holdsMoney: number;
  readonly holdsPerson: number;
  readonly holdsPlace: number;
  readonly holdsAgency: number;
  readonly holdsReason: number;
  /** A number that the question does not have, where a number or a date is asked. */
  readonly newNumber: number;
  /** A sentence that says little but the question's own words. */
  readonly echoes: number;
  /** How well the units next to the interrogative, left and right, are held. */
  readonly leftUnit: number;
  readonly rightUnit: number;
  /** A proper name that the question does not have, where a person, a place or a body is asked. */
  readonly newPerson: number;
  readonly newPlace: number;
  readonly newBody: number;
  /** The largest share of the units' weight that stands within 30 characters. */
  readonly window: number;
  /** Nearness of a value of the asked kind to the heaviest unit that is held: 1 side by side, towards 0. */
  readonly slotNearness: number;
  /** How well the heaviest unit is held. */
  readonly key: number;
  readonly windowRelative: number;
  /** Share of the question's units, and of its bigrams, in the whole passage. */
  readonly passageCoverage: number;
  readonly passageBigrams: number;
  /** The index's lead of the passage over the best other, relative to the best, [-1, 1]. */
  readonly passageLead: number;
  /** Coverage together with the first sentence of the passage, which names what the others speak of. */
  readonly coverageWithFirst: number;
  readonly gramsWithFirst: number;
  /** Coverage together with the sentences on both sides. */
  readonly coverageAround: number;
  /** Weight, in the text, of the heaviest unit that another sentence of it has and this one lacks. */
  readonly missed: number;
  /** Characters in a row up to the interrogative, and from it on, that occur; in units of 6. */
  readonly leftRun: number;
  readonly rightRun: number;
  /** Share of the question's trigrams. */
  readonly trigrams: number;
  /** Share of the question's grams, as within the passage, of the sentence with the next, and with both beside it. */
  readonly gramsWithNext: number;
  readonly gramsAround: number;
  /** Share of all words of the question, function words too, weighted by rarity. */
  readonly wording: number;
  /** BM25 of the sentence over those words, relative to what they could reach at most. */
  readonly wordingBm25: number;
}

export const EVIDENCE = [
  'bm25',
  'bm25OfPossible',
  'passage',
  'coverage',
  'coverageWithPrevious',
  'coverageWithNext',
  'coverageInText',
  'coverageGap',
  'order',
  'run',
  'proximity',
  'left',
  'right',
  'slot',
  'slotNear',
  'slotMissing',
  'numbers',
  'latin',
  'bigrams',
  'characters',
  'length',
  'short',
  'first',
  'place',
  'coverageRelative',
  'orderRelative',
  'runRelative',
  'bigramsRelative',
  'coverageInTextRelative',
  'gramsInText',
  'gramsInTextRelative',
  'gramsWithPrevious',
  'gramsWithPreviousRelative',
  'slotInText',
  'bestInText',
  'firstText',
  'holdsDate',
  'holdsCount',
  'holdsMoney',
  'holdsPerson',
  'holdsPlace',
  'holdsAgency',
  'holdsReason',
  'newNumber',
  'echoes',
  'leftUnit',
  'rightUnit',
  'newPerson',
  'newPlace',
  'newBody',
  'window',
  'slotNearness',
  'key',
  'windowRelative',
  'passageCoverage',
  'passageBigrams',
  'passageLead',
  'coverageWithFirst',
  'gramsWithFirst',
  'coverageAround',
  'missed',
  'leftRun',
  'rightRun',
  'trigrams',
  'gramsWithNext',
  'gramsAround',
  'wording',
  'wordingBm25',
] as const satisfies readonly (keyof Features)[];
