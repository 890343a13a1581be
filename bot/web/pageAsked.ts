/** What the letters are shown as. */
export type PageAsked =
  /** The chat with the outlines beside it; `nonce` is what its content security policy allows. */
  | { readonly kind: 'chat'; readonly nonce: string }
  | { readonly kind: 'replies' }
  /** One letter; `mark` is `<start>-<end>`, the words to be marked. */
  | { readonly kind: 'reply'; readonly id: string; readonly mark?: string };
