import type { StudyInput } from '../studySchema';
import { asPublished, cifar, littleColor, ofCifar, ofOneMinute, oneMinute, published } from './recipes';

/** Table 5. */
const rows = [
  { name: 'ℓ2, τ 0.05', normalize: true, temperature: 0.05, entropy: 1.0, contrastive: 90.5, accuracy: 59.7 },
  { name: 'ℓ2, τ 0.1', normalize: true, temperature: 0.1, entropy: 4.5, contrastive: 87.8, accuracy: 64.4 },
  { name: 'ℓ2, τ 0.5', normalize: true, temperature: 0.5, entropy: 8.2, contrastive: 68.2, accuracy: 60.7 },
  { name: 'ℓ2, τ 1', normalize: true, temperature: 1, entropy: 8.3, contrastive: 59.1, accuracy: 58.0 },
  { name: 'no ℓ2, τ 10', normalize: false, temperature: 10, entropy: 0.5, contrastive: 91.7, accuracy: 57.2 },
  {
    name: 'no ℓ2, τ 100',
    normalize: false,
    temperature: 100,
    entropy: 0.5,
    contrastive: 92.1,
    accuracy: 57.0,
  },
] as const;
const normalized = rows.filter(({ normalize }) => normalize).map(({ name }) => name);
const plain = rows.filter(({ normalize }) => !normalize).map(({ name }) => name);

const at = (loss: string | readonly string[]) => ({ loss });

/** Section 5.1. */
export const temperature: StudyInput = {
  name: 'temperature',
  title: 'Temperature and ℓ2 normalisation',
  claim:
    'ℓ2 normalisation with a fitting temperature weighs examples by their hardness: without it the contrastive accuracy is higher, and the representation worse.',
  source: 'Paper, section 5.1, table 5',
  sizes: {
    minutes: {
      about: `${ofOneMinute} Little colour distortion.`,
      config: { ...oneMinute, ...littleColor },
      seeds: 3,
    },
    hours: { about: ofCifar, config: cifar, seeds: 2 },
    paper: { about: asPublished, config: published, seeds: 1 },
  },
  axes: [
    {
      name: 'loss',
      label: 'ℓ2 normalisation and temperature',
      levels: rows.map(({ name, normalize, temperature: value }) => ({
        name,
        config: { loss: { normalize, temperature: value } },
      })),
    },
  ],
  measures: [
    { name: 'accuracy', label: 'Linear evaluation', from: 'summary', path: 'linear.h' },
    { name: 'contrastive', label: 'Contrastive accuracy', from: 'metrics', path: 'contrastiveAccuracy' },
    { name: 'entropy', label: 'Entropy (nats)', from: 'metrics', path: 'entropy', unit: 'number' },
  ],
  figures: [
    {
      title: 'Contrastive accuracy and linear evaluation',
      type: 'bars',
      measures: ['accuracy', 'contrastive'],
      x: 'loss',
      series: 'measures',
    },
    {
      title: 'Entropy, contrastive accuracy, linear evaluation',
      type: 'table',
      measures: ['entropy', 'contrastive', 'accuracy'],
      x: 'measures',
      series: 'loss',
    },
  ],
  rules: [
    {
      text: 'With ℓ2 normalisation and the best temperature, linear evaluation is better than without.',
      greater: { measure: 'accuracy', at: at(normalized), take: 'largest' },
      than: { measure: 'accuracy', at: at(plain), take: 'largest' },
    },
    {
      text: 'Without ℓ2 normalisation, the contrastive accuracy is higher than at τ 0.5.',
      greater: { measure: 'contrastive', at: at(plain) },
      than: { measure: 'contrastive', at: at('ℓ2, τ 0.5') },
    },
    {
      text: 'A smaller temperature makes for less entropy.',
      greater: { measure: 'entropy', at: at('ℓ2, τ 1') },
      than: { measure: 'entropy', at: at('ℓ2, τ 0.05') },
      by: 0.5,
    },
  ],
  paper: {
    about: 'ImageNet, ResNet-50, batch 4096, of which the largest entropy is ln 8191 = 9.0.',
    values: rows.map(({ name, entropy, contrastive, accuracy }) => ({
      at: { loss: name },
      values: { entropy, contrastive, accuracy },
    })),
  },
};
