/** The colours of VS Code's four kinds of theme, as far as our pages use them. */
export const THEMES: Readonly<Record<string, string>> = {
  dark: `background:#181818;foreground:#cccccc;descriptionForeground:#9d9d9d;errorForeground:#f85149;icon-foreground:#cccccc;focusBorder:#0078d4;
    editor-foreground:#cccccc;widget-border:#313131;widget-shadow:#0000005c;button-background:#0078d4;button-foreground:#ffffff;button-hoverBackground:#026ec1;button-border:#ffffff12;
    button-secondaryBackground:#313131;button-secondaryForeground:#cccccc;button-secondaryHoverBackground:#3c3c3c;
    input-background:#313131;input-foreground:#cccccc;input-border:#3c3c3c;input-placeholderForeground:#989898;toolbar-hoverBackground:#5a5d5e50;
    textLink-foreground:#4daafc;textLink-activeForeground:#4daafc;textPreformat-foreground:#d0d0d0;textPreformat-background:#3c3c3c;textCodeBlock-background:#2b2b2b;
    textBlockQuote-border:#616161;chat-requestBorder:#ffffff1a;chat-requestBubbleBackground:#264f7830;inputValidation-errorBorder:#be1100;editorWarning-foreground:#cca700;scrollbarSlider-background:#79797966;
    keybindingLabel-background:#8080802b;keybindingLabel-foreground:#cccccc;keybindingLabel-border:#33333399;keybindingLabel-bottomBorder:#44444499;
    editor-background:#1f1f1f;dropdown-background:#313131;dropdown-foreground:#cccccc;dropdown-border:#3c3c3c;inputOption-activeBackground:#2489db82;inputOption-activeBorder:#2488db;inputOption-activeForeground:#ffffff;
    panelTitle-activeForeground:#cccccc;panelTitle-inactiveForeground:#9d9d9d;panelTitle-activeBorder:#0078d4;list-hoverBackground:#2a2d2e;progressBar-background:#0078d4;editorHoverWidget-background:#202020;editorHoverWidget-border:#454545;inputValidation-warningBorder:#b89500;
    editorSuggestWidget-background:#202020;editorSuggestWidget-border:#454545;editorSuggestWidget-foreground:#cccccc;editorSuggestWidget-selectedBackground:#04395e;editorSuggestWidget-selectedForeground:#ffffff;
    charts-foreground:#cccccc;charts-lines:#cccccc80;charts-red:#f14c4c;charts-blue:#3794ff;charts-yellow:#cca700;charts-orange:#d18616;charts-green:#89d185;charts-purple:#b180d7`,
  light: `background:#f8f8f8;foreground:#3b3b3b;descriptionForeground:#3b3b3b;errorForeground:#f85149;icon-foreground:#3b3b3b;focusBorder:#005fb8;
    editor-foreground:#3b3b3b;widget-border:#e5e5e5;widget-shadow:#00000029;button-background:#005fb8;button-foreground:#ffffff;button-hoverBackground:#0258a8;button-border:#0000001a;
    button-secondaryBackground:#e5e5e5;button-secondaryForeground:#3b3b3b;button-secondaryHoverBackground:#cccccc;
    input-background:#ffffff;input-foreground:#3b3b3b;input-border:#cecece;input-placeholderForeground:#767676;toolbar-hoverBackground:#b8b8b850;
    textLink-foreground:#005fb8;textLink-activeForeground:#005fb8;textPreformat-foreground:#3b3b3b;textPreformat-background:#0000001f;textCodeBlock-background:#f0f0f0;
    textBlockQuote-border:#e5e5e5;chat-requestBorder:#0000001a;chat-requestBubbleBackground:#add6ff80;inputValidation-errorBorder:#be1100;editorWarning-foreground:#bf8803;scrollbarSlider-background:#64646466;
    keybindingLabel-background:#dddddd66;keybindingLabel-foreground:#3b3b3b;keybindingLabel-border:#cccccc66;keybindingLabel-bottomBorder:#bbbbbb66;
    editor-background:#ffffff;dropdown-background:#ffffff;dropdown-foreground:#3b3b3b;dropdown-border:#cecece;inputOption-activeBackground:#bed6ed;inputOption-activeBorder:#005fb8;inputOption-activeForeground:#000000;
    panelTitle-activeForeground:#3b3b3b;panelTitle-inactiveForeground:#3b3b3b;panelTitle-activeBorder:#005fb8;list-hoverBackground:#f2f2f2;progressBar-background:#005fb8;editorHoverWidget-background:#f8f8f8;editorHoverWidget-border:#c8c8c8;inputValidation-warningBorder:#b89500;
    editorSuggestWidget-background:#f8f8f8;editorSuggestWidget-border:#c8c8c8;editorSuggestWidget-foreground:#3b3b3b;editorSuggestWidget-selectedBackground:#e8e8e8;editorSuggestWidget-selectedForeground:#000000;
    charts-foreground:#3b3b3b;charts-lines:#3b3b3b80;charts-red:#e51400;charts-blue:#1a85ff;charts-yellow:#bf8803;charts-orange:#d18616;charts-green:#388a34;charts-purple:#652d90`,
  'high-contrast': `background:#000000;foreground:#ffffff;descriptionForeground:#ffffffb3;errorForeground:#f48771;icon-foreground:#ffffff;focusBorder:#f38518;contrastBorder:#6fc3df;contrastActiveBorder:#f38518;
    editor-foreground:#ffffff;widget-border:#6fc3df;button-background:#000000;button-foreground:#ffffff;button-border:#6fc3df;button-secondaryForeground:#ffffff;button-secondaryBackground:#000000;
    input-background:#000000;input-foreground:#ffffff;input-border:#6fc3df;input-placeholderForeground:#ffffffb3;toolbar-hoverOutline:#f38518;
    textLink-foreground:#21a6ff;textLink-activeForeground:#21a6ff;textPreformat-foreground:#000000;textPreformat-background:#ffffff;textCodeBlock-background:#000000;
    textBlockQuote-border:#ffffff;chat-requestBorder:#6fc3df;inputValidation-errorBorder:#6fc3df;editorWarning-foreground:#ffd370;scrollbarSlider-background:#6fc3df99;
    keybindingLabel-background:transparent;keybindingLabel-foreground:#ffffff;keybindingLabel-border:#6fc3df;keybindingLabel-bottomBorder:#6fc3df;
    editor-background:#000000;dropdown-background:#000000;dropdown-foreground:#ffffff;dropdown-border:#6fc3df;inputOption-activeBackground:#00000000;inputOption-activeBorder:#f38518;inputOption-activeForeground:#ffffff;
    panelTitle-activeForeground:#ffffff;panelTitle-inactiveForeground:#ffffff;panelTitle-activeBorder:#6fc3df;progressBar-background:#6fc3df;editorHoverWidget-background:#0c141f;editorHoverWidget-border:#6fc3df;inputValidation-warningBorder:#6fc3df;
    editorSuggestWidget-background:#0c141f;editorSuggestWidget-border:#6fc3df;editorSuggestWidget-foreground:#ffffff;
    charts-foreground:#ffffff;charts-lines:#ffffff80;charts-red:#f14c4c;charts-blue:#3794ff;charts-yellow:#ffd370;charts-orange:#d18616;charts-green:#89d185;charts-purple:#b180d7`,
  'high-contrast-light': `background:#ffffff;foreground:#292929;descriptionForeground:#292929b3;errorForeground:#b5200d;icon-foreground:#292929;focusBorder:#006bbd;contrastBorder:#0f4a85;contrastActiveBorder:#006bbd;
    editor-foreground:#292929;widget-border:#0f4a85;button-background:#0f4a85;button-foreground:#ffffff;button-hoverBackground:#0f4a85;button-secondaryBackground:#ffffff;button-secondaryForeground:#292929;button-border:#0f4a85;
    input-background:#ffffff;input-foreground:#292929;input-border:#0f4a85;input-placeholderForeground:#292929b3;toolbar-hoverOutline:#006bbd;
    textLink-foreground:#0f4a85;textLink-activeForeground:#0f4a85;textPreformat-foreground:#ffffff;textPreformat-background:#09345f;textCodeBlock-background:#f2f2f2;
    textBlockQuote-border:#292929;chat-requestBorder:#0f4a85;inputValidation-errorBorder:#0f4a85;editorWarning-foreground:#895503;scrollbarSlider-background:#0f4a8566;
    keybindingLabel-background:transparent;keybindingLabel-foreground:#292929;keybindingLabel-border:#0f4a85;keybindingLabel-bottomBorder:#292929;
    editor-background:#ffffff;dropdown-background:#ffffff;dropdown-foreground:#292929;dropdown-border:#0f4a85;inputOption-activeBackground:#00000000;inputOption-activeBorder:#0f4a85;inputOption-activeForeground:#292929;
    panelTitle-activeForeground:#292929;panelTitle-inactiveForeground:#292929;panelTitle-activeBorder:#b5200d;list-hoverBackground:#0f4a851a;progressBar-background:#0f4a85;editorHoverWidget-background:#ffffff;editorHoverWidget-border:#0f4a85;inputValidation-warningBorder:#0f4a85;
    editorSuggestWidget-background:#ffffff;editorSuggestWidget-border:#0f4a85;editorSuggestWidget-foreground:#292929;editorSuggestWidget-selectedBackground:#0f4a851a;editorSuggestWidget-selectedForeground:#292929;
    charts-foreground:#292929;charts-lines:#29292980;charts-red:#b5200d;charts-blue:#1a85ff;charts-yellow:#895503;charts-orange:#d18616;charts-green:#374e06;charts-purple:#652d90`,
};
