import { isBlock } from './headingMarks.js';
import type { Reply, Section } from './reply.js';

/** The tree of a reply as plain JSON, in the form in which people label replies by hand. */
export function labelsOf({ frame, outline, warnings }: Reply) {
  return {
    title: frame.title?.value ?? null,
    addressees: frame.addressees?.value ?? [],
    kind: frame.kind,
    leadAgency: frame.leadAgency?.value ?? null,
    coAgencies: frame.coAgencies.map(({ value }) => value),
    date: frame.date?.value ?? null,
    published: frame.published?.value ?? null,
    number: frame.number?.value ?? null,
    docNumber: frame.docNumber?.value ?? null,
    class: frame.class?.value ?? null,
    signer: frame.signer?.value ?? null,
    contact: frame.contact ? { unit: null, person: null, phone: null, ...frame.contact.value } : null,
    attachment: frame.attachment?.value ?? null,
    outline: outline.map(labelled),
    warnings,
  };
}

interface Labelled {
  label: string;
  heading: string;
  start: number;
  end: number;
  role: string;
  agency?: true;
  children: Labelled[];
}

function labelled({ style, label, heading, start, end, role, children }: Section): Labelled {
  return {
    label,
    heading,
    start,
    end,
    role,
    ...(isBlock(style) ? { agency: true } : {}),
    children: children.map(labelled),
  };
}
