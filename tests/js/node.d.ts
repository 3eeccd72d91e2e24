/** The two modules of Node that the tests use. The whole of @types/node would let the page's code use Node's globals. */

declare module "node:test" {
  export function test(name: string, body: (context: Context) => void | Promise<void>): void;
  interface Context {
    mock: {
      timers: { enable(options: { apis: string[] }): void; tick(milliseconds: number): void; reset(): void };
    };
  }
}

declare module "node:assert" {
  interface Assert {
    ok(value: unknown, message?: string): asserts value;
    equal(actual: unknown, expected: unknown, message?: string): void;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    throws(body: () => unknown, expected?: RegExp): void;
  }
  export const strict: Assert;
}
