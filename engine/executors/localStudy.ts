/** What has to be known of a study before it is run on this machine; loaded as a whole, since it takes a while. */
export { checkImages } from './checkImages';
export { estimateCost } from './estimateCost';
export { ImageFacts } from './imageFacts';
