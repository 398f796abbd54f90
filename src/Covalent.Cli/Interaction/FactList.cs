using Spectre.Console;

namespace Covalent.Cli.Interaction;

/// <summary>Names and values below each other; values that are empty are left out.</summary>
internal sealed class FactList
{
    private readonly List<(string Name, Cell Value)> _facts = [];

    public void Add(string name, Cell value)
    {
        if (value.Text.Length > 0)
        {
            _facts.Add((name, value));
        }
    }

    public async Task WriteToAsync(Terminal terminal)
    {
        var width = _facts.Select(static fact => fact.Name.Length).DefaultIfEmpty().Max() + 2;
        if (!terminal.IsInteractive)
        {
            foreach (var (name, value) in _facts)
            {
                await terminal.Out.WriteLineAsync($"{(name + ":").PadRight(width)}{value.Text}").ConfigureAwait(false);
            }

            return;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in _facts)
        {
            grid.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(value.Text, value.Style is { } style ? Style.Parse(style) : Style.Plain));
        }

        terminal.ToConsole().Write(grid);
    }
}
