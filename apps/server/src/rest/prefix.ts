export const restPrefix = '/api/v1';
