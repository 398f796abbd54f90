namespace Covalent.Cli.Interaction;

/// <summary>How a status looks.</summary>
internal static class StatusText
{
    public static Cell ToCell(this Status status) => new(status.ToWord(), status.ToColour());

    public static Cell ToCell(this DispatchSnapshot dispatch) =>
        dispatch.IsLeftOver ? new Cell($"{dispatch.Status.ToWord()} (left over)", "yellow") : dispatch.Status.ToCell();

    public static string ToColour(this Status status) => status switch
    {
        Status.Completed => "green",
        Status.Failed => "red",
        Status.Cancelled => "yellow",
        Status.Running or Status.Starting or Status.Dispatching => "blue",
        _ => "grey",
    };

    public static string ToGlyph(this Status status) => status switch
    {
        Status.Completed => "✓",
        Status.Failed => "✗",
        Status.Cancelled => "⊘",
        Status.Running or Status.Starting or Status.Dispatching => "●",
        _ => "○",
    };
}
