/**
 * Version of what an engine and its clients say to each other. It changes whenever an old client could misread a new
 * engine, or the other way round; both sides compare it in the first message.
 */
export const protocolVersion = 1;
