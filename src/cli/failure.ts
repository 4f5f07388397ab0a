/** What the user got wrong, or what the machine refused: one sentence that says what, where, and what to do. Printed without a stack, exit code 2. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
