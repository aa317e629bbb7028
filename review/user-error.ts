/** Something that the user can put right: shown as its message alone, never with a stack trace. */
export class UserError extends Error {}
