using System.Numerics;

namespace Covalent.Quantum.Numerics;

/// <summary>A dense complex square matrix in row-major order.</summary>
internal sealed class SquareMatrix(int size, Complex[] entries)
{
    public SquareMatrix(int size)
        : this(size, new Complex[size * size])
    {
    }

    public int Size { get; } = size;

    public Complex[] Entries { get; } = entries;

    public Complex this[int row, int column]
    {
        get => Entries[(row * Size) + column];
        set => Entries[(row * Size) + column] = value;
    }

    public static SquareMatrix Identity(int size)
    {
        var matrix = new SquareMatrix(size);
        for (var i = 0; i < size; i++)
        {
            matrix[i, i] = Complex.One;
        }

        return matrix;
    }

    public static SquareMatrix Diagonal(ReadOnlySpan<Complex> diagonal)
    {
        var matrix = new SquareMatrix(diagonal.Length);
        for (var i = 0; i < diagonal.Length; i++)
        {
            matrix[i, i] = diagonal[i];
        }

        return matrix;
    }

    public static SquareMatrix From(Complex[,] source)
    {
        var size = source.GetLength(0);
        if (size != source.GetLength(1))
        {
            throw new ArgumentException($"The matrix has {size} rows and {source.GetLength(1)} columns; it must be square.", nameof(source));
        }

        var matrix = new SquareMatrix(size);
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                matrix[row, column] = source[row, column];
            }
        }

        return matrix;
    }

    public Complex[,] ToArray()
    {
        var result = new Complex[Size, Size];
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                result[row, column] = this[row, column];
            }
        }

        return result;
    }

    public SquareMatrix Adjoint()
    {
        var result = new SquareMatrix(Size);
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                result[column, row] = Complex.Conjugate(this[row, column]);
            }
        }

        return result;
    }

    public SquareMatrix Multiply(SquareMatrix right)
    {
        var result = new SquareMatrix(Size);
        for (var row = 0; row < Size; row++)
        {
            for (var k = 0; k < Size; k++)
            {
                var factor = this[row, k];
                if (factor == Complex.Zero)
                {
                    continue;
                }

                for (var column = 0; column < Size; column++)
                {
                    result[row, column] += factor * right[k, column];
                }
            }
        }

        return result;
    }

    public SquareMatrix Kronecker(SquareMatrix right)
    {
        var result = new SquareMatrix(Size * right.Size);
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                for (var r = 0; r < right.Size; r++)
                {
                    for (var c = 0; c < right.Size; c++)
                    {
                        result[(row * right.Size) + r, (column * right.Size) + c] = this[row, column] * right[r, c];
                    }
                }
            }
        }

        return result;
    }

    public SquareMatrix Add(SquareMatrix right) => new(Size, [.. Entries.Zip(right.Entries, static (a, b) => a + b)]);

    public SquareMatrix Scale(Complex factor) => new(Size, [.. Entries.Select(entry => entry * factor)]);

    /// <summary>The largest absolute difference between two entries.</summary>
    public double DistanceTo(SquareMatrix other)
    {
        var largest = 0.0;
        for (var i = 0; i < Entries.Length; i++)
        {
            // Math.Max keeps NaN, LINQ's Max would lose it.
            largest = Math.Max(largest, Complex.Abs(Entries[i] - other.Entries[i]));
        }

        return largest;
    }

    public double UnitarityError() => Multiply(Adjoint()).DistanceTo(Identity(Size));

    public double HermiticityError() => DistanceTo(Adjoint());

    public Complex Trace()
    {
        var sum = Complex.Zero;
        for (var i = 0; i < Size; i++)
        {
            sum += this[i, i];
        }

        return sum;
    }
}
