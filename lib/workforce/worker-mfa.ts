/** Whether workers prove who they are with a second factor: a code of an authenticator app. No messages are sent, as text messages cost money and can be caught. */
export enum WorkerMfa {
  /** Everybody sets up an app with the first sign-in. */
  REQUIRED = "required",
  /** Those who want to. */
  OPTIONAL = "optional",
  /** The password is enough. */
  NONE = "none",
}
