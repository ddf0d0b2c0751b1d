/** What somebody else did to a person's way in. */
export interface AccountEvent {
  login: string;
  kind: 'password_set' | 'address_changed';
  /** A login, or `command line`. */
  by: string;
  oldAddress?: string | null;
}
