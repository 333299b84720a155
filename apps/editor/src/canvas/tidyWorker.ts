import { layoutSteps, type TidyTask } from './layoutSteps.ts';

// Layout of some hundred steps takes most of a second: it must not stop the page.
self.onmessage = (event: MessageEvent<TidyTask>) => {
  self.postMessage(layoutSteps(event.data));
};
