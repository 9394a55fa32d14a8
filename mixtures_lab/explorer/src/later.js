/**
 * The sentences of what few use, so that the first script of a page does without them: a room of
 * the second one has `say` from here.
 */
import { learn, say as known } from "./sentences.js";
import { LATER } from "./words.json";

learn(LATER);

export const say = known;
