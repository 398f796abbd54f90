using Spectre.Console;

namespace Covalent.Cli.Interaction;

/// <summary>Where a command reads and writes: data to <see cref="Out"/>, words to <see cref="Error"/>.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsInteractive">Whether a person reads the output, so that colours and borders make sense.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool IsInteractive)
{
    private const int PlainWidth = 120;

    /// <summary>The process's own streams.</summary>
    public static Terminal Process() => new(Console.In, Console.Out, Console.Error, !Console.IsOutputRedirected);

    /// <summary>Writes a table; without borders and colours when no person reads it.</summary>
    public void Write(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = IsInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        if (!IsInteractive)
        {
            console.Profile.Width = PlainWidth;
        }

        console.Write(table.Border(IsInteractive ? TableBorder.Rounded : TableBorder.None));
    }
}
