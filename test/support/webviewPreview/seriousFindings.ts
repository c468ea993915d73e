/** An expression for a page with axe loaded: returns one line for each finding that is serious or worse. */
export const SERIOUS_FINDINGS = `axe
  .run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })
  .then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => 'axe ' + id + ': ' + help + ' (' + nodes.slice(0, 3).map(node => node.target.join(' ')).join('; ') + ')'),
  )`;
