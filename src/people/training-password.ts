/** Everybody's in training mode, where nothing leaves the machine. */
export const trainingPassword = 'recoup-training';
