/**
 * Answers a stream in its order, several requests at once.
 * @param answer must not throw for a single request: that ends the stream
 * @param most requests that are read and not yet answered; further ones are read when there is room
 * @throws what reading the requests throws, after the answers to those before; what `answer` throws
 */
export async function* answerInOrder<Request, Answer>(
  requests: AsyncIterable<Request>,
  answer: (request: Request) => Promise<Answer>,
  most: number,
): AsyncGenerator<Answer> {
  const waiting: Promise<Answer>[] = [];
  let changed = signal();
  let room = signal();
  const state = { reading: true, left: false };
  const isFull = () => waiting.length >= most && !state.left;
  const read = async () => {
    for await (const request of requests) {
      if (state.left) return;
      const answered = answer(request);
      // Its error is thrown where it is the answer's turn, which may be later.
      answered.catch(() => undefined);
      waiting.push(answered);
      changed.tell();
      while (isFull()) await (room = signal()).told;
    }
  };
  const end = read().finally(() => {
    state.reading = false;
    changed.tell();
  });
  end.catch(() => undefined);
  try {
    while (state.reading || waiting.length) {
      const first = waiting[0];
      if (first) {
        yield await first;
        void waiting.shift();
        room.tell();
      } else await (changed = signal()).told;
    }
    await end;
  } finally {
    state.left = true;
    room.tell();
  }
}

/** Something that one side waits for and the other tells. */
function signal() {
  let tell!: () => void;
  const told = new Promise<void>((resolve) => (tell = resolve));
  return { told, tell };
}
