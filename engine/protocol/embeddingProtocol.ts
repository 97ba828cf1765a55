import { NotificationType, RequestType } from 'vscode-jsonrpc';

/** A checkpoint whose images are to be embedded or judged. */
export interface EmbeddingParams {
  /** Absolute path of the run folder. */
  readonly runFolder: string;
  readonly step: number;
}

/** What was written. */
export interface ComputedEmbeddings {
  /** Images that were embedded. */
  readonly images: number;
}

/** Images to be shown small. */
export interface ThumbnailParams {
  readonly runFolder: string;
  /** Names of evaluation images, as in `images.json`. */
  readonly ids: readonly string[];
}

/** Small images, one after another in the order of the ids. */
export interface Thumbnails {
  /** Side in pixels; they are square. */
  readonly side: number;
  /** 8-bit RGB, rows top to bottom, channels last; base64. Black where an image is gone. */
  readonly rgb: string;
  /** Whether the image of each id is there. */
  readonly found: readonly boolean[];
}

/** How well a linear probe does on each image. */
export interface ImageJudgement {
  /** Whether it names the class of the image; null for an image without one. */
  readonly correct: readonly (boolean | null)[];
  /** Cross entropy, natural logarithm; null for an image without a class. */
  readonly loss: readonly (number | null)[];
  /** The class that it names. */
  readonly predicted: readonly number[];
}

/** The same on h and on z. */
export interface Judgement {
  readonly h: ImageJudgement;
  readonly z: ImageJudgement;
}

/**
 * Embeds the evaluation images with a checkpoint and writes h and z into `embeddings/`, as a run does at its end. Tells
 * its progress, and can be cancelled.
 */
export const computeEmbeddingsRequest = new RequestType<EmbeddingParams, ComputedEmbeddings, void>(
  'embeddings/compute',
);
/**
 * Judges each image of the embeddings of a step by a linear probe that was fitted to other images of them: four fifths
 * judge the last one, in turn. Tells its progress, and can be cancelled.
 */
export const judgeRequest = new RequestType<EmbeddingParams, Judgement, void>('embeddings/judge');
/** Small evaluation images. Decodes the data set where that was never done, and tells the progress of that. */
export const thumbnailsRequest = new RequestType<ThumbnailParams, Thumbnails, void>('images/thumbnails');

/** How far the work on a run's images has come. */
export interface EmbeddingProgress {
  readonly runFolder: string;
  /** "embedding", "fitting", or what the opening of the data set is at. */
  readonly phase: string;
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

/** Engine → client. */
export const embeddingProgressNotification = new NotificationType<EmbeddingProgress>('embeddings/progress');
