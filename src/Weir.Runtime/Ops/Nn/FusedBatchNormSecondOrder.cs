namespace Weir.Ops;

/// <summary>The gradient of <see cref="FusedBatchNormGrad"/>: the second derivative of a batch normalization.</summary>
/// <remarks>
/// TensorFlow differentiates the op's formulas; these are what comes out of that. With the normalized input n = (x - mean) r, r = 1 / sqrt(variance +
/// epsilon), and means over each channel, the op says dx = scale r (dy - mean(dy) - n mean(dy n)), dScale = sum(dy n), dOffset = sum(dy). Outside of
/// training the statistics are constants, and dx = scale r dy. Source: nn_grad.py.
/// </remarks>
internal static class FusedBatchNormSecondOrder
{
    public static void Flow(GradientContext g)
    {
        string format = g.Operation.Attributes.GetString("data_format");
        bool training = g.Operation.Attributes.Get<bool>("is_training");
        double epsilon = g.Operation.Attributes.Get<float>("epsilon");
        DType narrow = g.Input(1).DType.BaseType();
        Output dy = CastOp.Build(g.Input(0), DType.Float32), x = CastOp.Build(g.Input(1), DType.Float32), ofDx = CastOp.Build(g.Outgoing(0), DType.Float32);
        Channels channels = new(g.Graph, format);
        (Output scale, Output ofScale, Output ofOffset) = (channels.Spread(g.Input(2)), channels.Spread(g.Outgoing(1)), channels.Spread(g.Outgoing(2)));
        if (!training)
        {
            Output constant = Root(channels.Spread(g.Input(4)) + epsilon), normalized = (x - channels.Spread(g.Input(3))) * constant;
            g.Flow(0, CastOp.Build((ofDx * scale * constant) + (ofScale * normalized) + ofOffset, narrow));
            g.Flow(1, CastOp.Build(ofScale * dy * constant, narrow));
            g.Flow(2, channels.Vector(channels.Sum(ofDx * dy * constant)));
            return;
        }

        Output centered = x - channels.Mean(x), r = Root(channels.Mean(centered.Square()) + epsilon), n = centered * r;
        Output dyN = channels.Mean(dy * n), ofDxN = channels.Mean(ofDx * n);
        g.Flow(0, CastOp.Build((scale * r * (ofDx - channels.Mean(ofDx) - (n * ofDxN))) + (ofScale * n) + ofOffset, narrow));

        // By way of n, and by way of r, which the variance has.
        Output shared = channels.Mean(ofDx * dy) - (channels.Mean(ofDx) * channels.Mean(dy)) - (ofDxN * dyN);
        Output ofN = (ofScale * dy) - (scale * r * ((ofDx * dyN) + (dy * ofDxN)));
        Output throughN = r * (ofN - channels.Mean(ofN) - (n * channels.Mean(ofN * n)));
        g.Flow(1, CastOp.Build(throughN - (scale * r.Square() * n * shared), narrow));
        g.Flow(2, channels.Vector(channels.Sum(r * ((ofDx * dy) - (channels.Mean(ofDx) * dy) - (n * ofDxN * dy)))));
    }

    private static Output Root(Output x) => x.Root().Reciprocal();

    /// <summary>Builds what is one number for each channel.</summary>
    private readonly struct Channels(Graph graph, string format)
    {
        private readonly int axis = format[1] == 'C' ? 1 : format.Length - 1;
        private readonly int rank = format.Length;

        /// <summary>A vector with the dimensions that it broadcasts over.</summary>
        public Output Spread(Output vector)
        {
            int[] sizes = [.. Enumerable.Repeat(1, rank)];
            sizes[axis] = -1;
            return Reshape.Build(vector, graph.Const(Tensor.From(sizes)));
        }

        /// <summary>The vector of what <see cref="Spread"/> or <see cref="Sum"/> made.</summary>
        public Output Vector(Output spread) => Reshape.Build(spread, graph.Const(Tensor.From(-1)));

        public Output Sum(Output x) => Reductions.Sum(x, Others(), keepDims: true);

        public Output Mean(Output x) => Ops.Mean.Build(x, Others(), keepDims: true);

        private Output Others()
        {
            int own = axis;
            return graph.Const(Tensor.From([.. Enumerable.Range(0, rank).Where(dimension => dimension != own)]));
        }
    }
}
