namespace Covalent.Engine.Storage;

/// <summary>Row numbers that say which dispatch a row belongs to, so that one integer key orders, finds and ranges over them.</summary>
internal static class RowId
{
    public static long Of(DispatchKey dispatch, int index) => First(dispatch.Number) | (uint)index;

    /// <summary>The first row of a dispatch.</summary>
    public static long First(long dispatch) => dispatch << 32;

    /// <summary>The last row of a dispatch.</summary>
    public static long Last(long dispatch) => (dispatch << 32) | uint.MaxValue;

    public static int IndexOf(long row) => (int)(uint)row;
}
