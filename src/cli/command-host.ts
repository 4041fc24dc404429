/** What a command is given besides its words. */
export interface CommandHost {
  readonly packageRoot: string;
}
