using System.Collections;
using System.Runtime.CompilerServices;
using Covalent.Quantum.Circuits;

namespace Covalent.Quantum;

/// <summary>
/// A list of gate parameters. A function that takes <c>Parameters</c> instead of <c>double[]</c> lets the circuit remember which gate
/// angle came from which input: it is built once and re-bound for every new input, and gradients follow the inputs exactly.
/// </summary>
[CollectionBuilder(typeof(Parameters), nameof(Create))]
public sealed class Parameters : IReadOnlyList<Parameter>
{
    private readonly Parameter[] items;

    private Parameters(Parameter[] items) => this.items = items;

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public Parameter this[int index] => items[index];

    /// <summary>Plain numbers without history.</summary>
    public static implicit operator Parameters(double[] values) => Constants(values);

    /// <summary>A list of parameters, each with its own history; collection expressions call this.</summary>
    public static Parameters Create(ReadOnlySpan<Parameter> parameters) => new(parameters.ToArray());

    /// <summary>Plain numbers without history.</summary>
    public static Parameters Constants(ReadOnlySpan<double> values)
    {
        var items = new Parameter[values.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = values[i];
        }

        return new(items);
    }

    /// <summary>The inputs of a circuit: entry <c>i</c> has the given value and stays bound to input <c>i</c>.</summary>
    public static Parameters Inputs(ReadOnlySpan<double> values)
    {
        var items = new Parameter[values.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new(values[i], ParameterExpression.Input(i));
        }

        return new(items);
    }

    /// <summary>Broadcasting over rows: parameter <c>i</c> is column <c>i</c> of the table, and the circuit runs once for each row.</summary>
    /// <exception cref="ArgumentException">The table has no rows.</exception>
    public static Parameters Batch(double[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var items = new Parameter[rows.GetLength(1)];
        for (var i = 0; i < items.Length; i++)
        {
            var column = new double[rows.GetLength(0)];
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = rows[row, i];
            }

            items[i] = column;
        }

        return new(items);
    }

    /// <summary>The numbers of a table, row by row, without history.</summary>
    public static Parameters Flatten(double[,] table) => Constants([.. table.Cast<double>()]);

    /// <summary>The numbers of a stack of tables, innermost index fastest, without history.</summary>
    public static Parameters Flatten(double[,,] tables) => Constants([.. tables.Cast<double>()]);

    /// <summary>Part of the list, such as <c>x[2..5]</c>.</summary>
    public Parameters Slice(int start, int length) => new(items[start..(start + length)]);

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => ((IEnumerable<Parameter>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
