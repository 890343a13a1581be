/** A page that is made from the replies. */
export type PageAsked =
  /** The chat with outlines beside it. `nonce`: see `chatPage`. */
  | { readonly kind: 'chat'; readonly nonce: string }
  /** The list of all replies. */
  | { readonly kind: 'replies' }
  /** One reply. `mark` is the span of the words to highlight, `<start>-<end>`. */
  | { readonly kind: 'reply'; readonly id: string; readonly mark?: string };
