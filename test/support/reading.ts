import type { ListAsk } from '../../dialogs/understand/listAsk.js';
import type { NarrowAsk } from '../../dialogs/understand/narrowAsk.js';
import type { Question } from '../../dialogs/understand/question.js';

/** `name value`, or nothing where the value is absent or empty. */
const sign = (name: string, value: string | number | readonly (string | number)[] | undefined): string[] => {
  const words = Array.isArray(value) ? value.join(',') : value;
  return words === undefined || words === '' ? [] : [`${name} ${words}`];
};
const flags = (signs: Readonly<Record<string, boolean | undefined>>): string[] =>
  Object.keys(signs).filter((name) => signs[name]);

/**
 * How a question was read, on one line or two: what is wanted, kinds of value and stage; then what else it says.
 * `第二部分第三条` is `section 2/0/3`.
 */
export function readingOf(question: Question): string {
  const { kind, answerTypes, stage, scope, letterhead, listsReplies, outOfScope } = question;
  const first = [kind, ...(answerTypes.length > 0 ? [`asks ${answerTypes.join(',')}`] : []), ...(stage ? [stage] : [])];
  const second = [
    ...narrowSigns(question.narrow),
    ...sign(
      'fine',
      question.fine.map(({ kind: fine }) => fine),
    ),
    ...sign('section', scope && `${scope.part}/${scope.section}/${scope.item}`),
    ...sign('shown', question.ordinal === undefined ? undefined : question.ordinal < 0 ? 'last' : question.ordinal + 1),
    ...sign(
      'field',
      letterhead.fields.map(({ field }) => field),
    ),
    ...(listsReplies ? [`letters ${[listsReplies.year, listsReplies.kind].filter(Boolean).join(' ')}`.trim()] : []),
    ...listSigns(question.list),
    ...flags({
      'where said': question.asksWhereSaid,
      'come about': question.asksComeAbout,
      refusal: question.asksRefusal,
      'of the deputy': question.ofDeputy,
    }),
    ...sign('year', question.years),
    ...sign('letter of', question.letterYear),
    ...sign('number', question.designators),
    ...sign('figure', question.figures),
    ...sign('out of scope', outOfScope?.why),
    ...sign('points back', pointers(question)),
  ];
  return `${first.join('; ')}\n${second.length > 0 ? `${second.join('; ')}\n` : ''}`;
}

/** The terms of a question, each with its nearest other name. */
export const hearingOf = ({ terms }: Question): string =>
  `hears ${terms
    .filter(({ asks }) => !asks)
    .map(({ text, synonyms }) => (synonyms[0] ? `${text}=${synonyms[0].word}` : text))
    .join(' ')}\n`;

const narrowSigns = ({ name, members, reason, measures, rate, inWords }: NarrowAsk): string[] => [
  ...sign('name', name && [name.of, ...(name.noun ? [name.noun] : []), ...(name.several ? ['several'] : [])].join(' ')),
  ...sign('members', members && (members.count ?? 'any')),
  ...sign('reason', reason && (reason.byPurpose ? 'or purpose' : 'cause')),
  ...sign('counted in', measures),
  ...sign('rate by', rate),
  ...sign('in words', inWords),
];

const listSigns = ({ count, role, parts, bodies }: ListAsk): string[] => [
  ...sign('items', count),
  ...sign('role', role),
  ...flags({ parts, bodies }),
];

const pointers = ({ followUp }: Question): string[] =>
  flags({
    refers: followUp.refers,
    more: followUp.more,
    afterwards: followUp.afterwards,
    another: followUp.ofAnother,
  });
